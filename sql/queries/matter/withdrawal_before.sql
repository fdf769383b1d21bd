-- What was asked before an application ($2, null: a new one) and not refused: since a day for the same payee, that is for this party or another
-- with its account number, and at any time on the same decision. Index: withdrawal_party, withdrawal, party, opening and journal primary keys.
with payee as (
    select o.seq from party k
      join opening v on v.community_id = k.community_id and v.commitment = k.bank_account
      join party o on o.community_id = k.community_id
      join opening x on x.community_id = o.community_id and x.commitment = o.bank_account
     where k.community_id = $1 and k.seq = $3 and (o.seq = k.seq or (length(v.value) > 0 and x.value = v.value))
)
select coalesce(sum(w.amount_fen) filter (where w.party_seq in (select seq from payee) and (j.recorded_at at time zone 'Asia/Shanghai')::date >= $4), 0)::bigint
           as matter,
       coalesce(sum(w.amount_fen) filter (where w.decision_seq = $5), 0)::bigint as spent
  from withdrawal w join journal j on j.community_id = w.community_id and j.seq = w.opened_seq
 where w.community_id = $1 and w.state in (1, 2) and w.opened_seq < coalesce($2, 9223372036854775807)
