-- title: 日志各列与记录字节一致 the columns of the journal repeat the bytes of the record
select community_id, seq from journal
 where substring(record from 1 for 16) <> convert_to('mingzhang/rec/v1', 'UTF8')
    or substring(record from 17 for 2) <> decode(lpad(to_hex(kind), 4, '0'), 'hex')
    or substring(record from 21 for 8) <> int8send(community_id)
    or substring(record from 29 for 8) <> int8send(seq)
    or substring(record from 77 for 8) <> int8send((extract(epoch from recorded_at) * 1000000)::bigint)
    or substring(record from 152 for 16) <> uuid_send(event_id)
    or substring(record from 168 for 4) <> int4send(length(record) - 171)
