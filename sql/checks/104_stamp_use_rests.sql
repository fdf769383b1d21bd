-- title: 每次用印都用登记过的印章，依据在前 each use is of a stamp that is registered and rests on an earlier record
-- TZ-24. What a use says is the opening of its details; only a use without any basis, where no rule demands one, has no rests_on.
select m.community_id, m.opened_seq, u.said ->> 'stamp' as stamp, u.said ->> 'basis' as basis, u.said ->> 'rests_on' as rests_on
  from matter m
  join opening o on o.community_id = m.community_id and o.commitment = m.details
 cross join lateral (select convert_from(o.value, 'UTF8')::jsonb as said) u
 where m.noun = 13
   and (not exists (select from matter s where s.community_id = m.community_id and s.noun = 11 and s.opened_seq = (u.said ->> 'stamp')::bigint
                       and s.opened_seq < m.opened_seq)
        or (u.said ->> 'basis' = 'none') <> (u.said ->> 'rests_on' is null)
        or (u.said ->> 'rests_on')::bigint >= m.opened_seq)
