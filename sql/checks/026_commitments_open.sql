-- title: 每个承诺值与其原文相符 every opening opens its commitment
select community_id, encode(commitment, 'hex') as commitment from opening
 where commitment <> sha256(convert_to('mingzhang/cmt/v1', 'UTF8') || int8send(community_id) || int2send(class) || salt || int4send(length(value)) || value)
