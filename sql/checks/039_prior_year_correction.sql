-- title: 以前年度更正记入规定的净资产科目 corrections of former years go against the net asset account made for them
select e.community_id, e.seq from entry e
 where e.entry_type = 3 and not exists (select from entry_ref r where r.community_id = e.community_id and r.seq = e.seq and r.role = 2)
   and (e.original_date is null or extract(year from e.original_date) >= extract(year from e.booking_date)
        or exists (select from posting p where p.community_id = e.community_id and p.seq = e.seq
                      and not exists (select from posting q join account a on a.community_id = q.community_id and a.account_no = q.account_no
                                       where q.community_id = p.community_id and q.seq = p.seq and q.fund = p.fund
                                         and case q.fund when 1 then a.code ~ '^(3001|3002|3101)' else a.code ~ '^3201' end)))
