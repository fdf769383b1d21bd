-- Turnover by month as statements read it, and what each entry paid: figures whose cost follows accounts and months, not entries.

create table turnover (
    community_id bigint not null,
    fund smallint not null check (fund between 1 and 4),
    account_no integer not null,
    month integer not null,
    flow smallint not null check (flow in (1, 2, 4)),
    bank_account bigint not null,
    stream bigint not null,
    debit_fen fen not null,
    credit_fen fen not null,
    primary key (community_id, fund, account_no, month, flow, bank_account, stream)
) with (fillfactor = 70);
comment on table turnover is 'turnover of each account and month, told apart by kind of entry, bank account and stream; balance is its sum';
comment on column turnover.community_id is '12-digit community code';
comment on column turnover.fund is 'fund of the account';
comment on column turnover.account_no is 'account, see account';
comment on column turnover.month is 'year * 12 + month - 1';
comment on column turnover.flow is '1 ordinary entries, red letters and differences among them, 2 carry-forward, 4 opening';
comment on column turnover.bank_account is 'record of the bank account that the lines name, 0 none';
comment on column turnover.stream is 'stream that the lines name, 0 none';
comment on column turnover.debit_fen is 'sum of debit lines booked in the month';
comment on column turnover.credit_fen is 'sum of credit lines booked in the month';

insert into turnover (community_id, fund, account_no, month, flow, bank_account, stream, debit_fen, credit_fen)
select p.community_id, p.fund, p.account_no, extract(year from p.booking_date) * 12 + extract(month from p.booking_date) - 1,
       case e.entry_type when 6 then 2 when 5 then 4 else 1 end, coalesce(b.value, 0), coalesce(s.value, 0),
       coalesce(sum(p.amount_fen) filter (where p.side = 1), 0), coalesce(sum(p.amount_fen) filter (where p.side = 2), 0)
  from posting p
  join entry e on e.community_id = p.community_id and e.seq = p.seq
  left join posting_dim b on b.community_id = p.community_id and b.seq = p.seq and b.line = p.line and b.dimension = 1
  left join posting_dim s on s.community_id = p.community_id and s.seq = p.seq and s.line = p.line and s.dimension = 2
 group by 1, 2, 3, 4, 5, 6, 7;

alter table entry_number add column paid_fen fen not null default 0;
comment on column entry_number.paid_fen is 'money that left the fund by the entry: credit less debit of its money accounts';
alter table entry_number disable trigger user;
update entry_number n set paid_fen = m.paid
  from (select p.community_id, p.seq, p.fund, sum(case p.side when 2 then p.amount_fen else -p.amount_fen end) as paid
          from posting p
          join account a on a.community_id = p.community_id and a.account_no = p.account_no and left(a.code, 4) in ('1001', '1002', '1012', '1101', '1201')
         group by p.community_id, p.seq, p.fund) m
 where n.community_id = m.community_id and n.seq = m.seq and n.fund = m.fund;
alter table entry_number enable trigger user;
alter table entry_number alter column paid_fen drop default;

create index entry_number_paid on entry_number (community_id, fund, series, paid_fen desc, seq) where paid_fen > 0;
comment on index entry_number_paid is 'the largest payments of a month';
create index entry_red_letter on entry (community_id, booking_date) where entry_type = 2;
comment on index entry_red_letter is 'red letters of a period';

-- The function whose parameters changed; the new one follows from sql/functions.
drop function if exists entry_number_append(bigint[], bigint[], smallint[], smallint[], integer[], bigint[]);
