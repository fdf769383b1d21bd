-- title: 移交双方是两个人，清册取自开始移交以前的账本 giver and receiver are two people, and the checklist is cut off before the hand-over was opened
-- ZJ-15-3. size counts records, so the record that opens the hand-over has at least this number.
select m.community_id, m.opened_seq, h.said ->> 'size' as size
  from matter m
  join opening o on o.community_id = m.community_id and o.commitment = m.details
 cross join lateral (select convert_from(o.value, 'UTF8')::jsonb as said) h
 where m.noun = 7 and (h.said ->> 'giver' = h.said ->> 'receiver' or (h.said ->> 'size')::bigint > m.opened_seq)
