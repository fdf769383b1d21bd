-- Projections of applications and approvals, and what holds whoever writes.

create or replace function withdrawal_submit(p_community bigint, p_seq bigint, p_applicant uuid, p_role integer, p_withdrawal uuid, p_purpose integer,
                                             p_fund integer, p_account integer, p_amount bigint, p_payee bytea, p_payee_account bytea,
                                             p_reason bytea, p_valid_until date, p_rule_set bytea, p_outcome integer, p_ref_roles integer[],
                                             p_ref_seqs bigint[])
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into withdrawal (community_id, opened_seq, withdrawal, purpose, fund, account_no, amount_fen, payee, payee_account, reason,
                            valid_until, rule_set, outcome, applicant, role, party_seq, decision_seq, contract_seq, project_seq, state, seq)
    values (p_community, p_seq, p_withdrawal, p_purpose, p_fund, p_account, p_amount, p_payee, p_payee_account, p_reason, p_valid_until,
            p_rule_set, p_outcome, p_applicant, p_role, p_ref_seqs[array_position(p_ref_roles, 14)], p_ref_seqs[array_position(p_ref_roles, 4)],
            p_ref_seqs[array_position(p_ref_roles, 9)], p_ref_seqs[array_position(p_ref_roles, 10)], 1, p_seq);
end
$$;
comment on function withdrawal_submit(bigint, bigint, uuid, integer, uuid, integer, integer, integer, bigint, bytea, bytea, bytea, date, bytea, integer,
                                      integer[], bigint[]) is 'row of application_submitted';

create or replace function withdrawal_close(p_community bigint, p_seq bigint, p_withdrawal bigint, p_state integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update withdrawal set state = p_state, seq = p_seq where community_id = p_community and opened_seq = p_withdrawal and state = 1;
    if not found then
        raise exception 'the application is closed' using errcode = 'MZ723', detail = 'withdrawal=#' || p_withdrawal;
    end if;
end
$$;
comment on function withdrawal_close(bigint, bigint, bigint, integer) is 'closes an application, as application_closed says, once';

create or replace function approval_append(p_community bigint, p_seq bigint, p_approver uuid, p_role integer, p_subject bigint, p_intent bytea,
                                           p_step integer, p_verdict integer, p_evidence integer, p_valid_until bigint, p_reason bytea,
                                           p_algorithm integer, p_key bytea, p_signature bytea, p_rule_set bytea, p_outcome integer)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    application record;
begin
    select applicant, state into application from withdrawal where community_id = p_community and opened_seq = p_subject;
    if application.state is distinct from 1 then
        raise exception 'the application is closed' using errcode = 'MZ723', detail = 'withdrawal=#' || p_subject;
    end if;
    if application.applicant = p_approver
       or exists (select from approval where community_id = p_community and subject_seq = p_subject and approver = p_approver
                     and withdrawn_seq is null) then
        raise exception 'one person acts once on an application' using errcode = 'MZ730', detail = 'withdrawal=#' || p_subject;
    end if;
    if p_verdict = 1
       and exists (select from approval where community_id = p_community and subject_seq = p_subject and step = p_step and verdict = 1
                      and withdrawn_seq is null) then
        raise exception 'the step is taken' using errcode = 'MZ731', detail = 'withdrawal=#' || p_subject || ';step=' || p_step;
    end if;
    if p_key is not null and not exists (select from actor_key where community_id = p_community and subject = p_approver and key = p_key
                                            and revoked_seq is null) then
        raise exception 'the key is not in force for this person' using errcode = 'MZ854', detail = 'withdrawal=#' || p_subject;
    end if;
    insert into approval (community_id, seq, subject_seq, approver, role, intent, step, verdict, evidence, valid_until, reason, algorithm, key, signature,
                          rule_set, outcome)
    values (p_community, p_seq, p_subject, p_approver, p_role, p_intent, p_step, p_verdict, p_evidence, p_valid_until, p_reason, p_algorithm, p_key,
            p_signature, p_rule_set, p_outcome);
end
$$;
comment on function approval_append(bigint, bigint, uuid, integer, bigint, bytea, integer, integer, integer, bigint, bytea, integer, bytea, bytea, bytea,
                                    integer) is 'row of approval_given, if its person has not acted on the application before';

create or replace function approval_withdraw(p_community bigint, p_seq bigint, p_approval bigint, p_reason bytea)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update approval a set withdrawn_seq = p_seq, withdrawn_reason = p_reason from withdrawal w
     where a.community_id = p_community and a.seq = p_approval and a.withdrawn_seq is null
       and w.community_id = p_community and w.opened_seq = a.subject_seq and w.state = 1;
    if not found then
        raise exception 'the approval cannot be withdrawn' using errcode = 'MZ733', detail = 'approval=#' || p_approval;
    end if;
end
$$;
comment on function approval_withdraw(bigint, bigint, bigint, bytea) is 'takes an approval back, as approval_withdrawn says, while its application is open';

-- Whoever writes: only moves of the table, and nothing else of an application changes; applications and approvals are never deleted, and
-- an approval changes only by being taken back, once.
create or replace function withdrawal_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    v_from integer := case when tg_op = 'INSERT' then 0 else old.state end;
begin
    if not exists (select from transition t where t.noun = 'withdrawal' and t.from_state = v_from and t.to_state = new.state) then
        raise exception 'no such move of an application' using errcode = 'MZ723', detail = 'withdrawal=#' || new.opened_seq;
    end if;
    if tg_op = 'UPDATE' and (to_jsonb(new) - 'state' - 'seq') is distinct from (to_jsonb(old) - 'state' - 'seq') then
        raise exception 'this part of an application does not change' using errcode = 'MZ723', detail = 'withdrawal=#' || new.opened_seq;
    end if;
    return new;
end
$$;
comment on function withdrawal_guard() is 'trigger: the second lock on the moves of applications';

create or replace trigger withdrawal_moves before insert or update on withdrawal for each row execute function withdrawal_guard();
alter table withdrawal enable always trigger withdrawal_moves;
create or replace trigger withdrawal_kept before delete or truncate on withdrawal for each statement execute function refuse_change();
alter table withdrawal enable always trigger withdrawal_kept;

create or replace function approval_guard() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.withdrawn_seq is not null or (to_jsonb(new) - 'withdrawn_seq' - 'withdrawn_reason') is distinct from (to_jsonb(old) - 'withdrawn_seq' - 'withdrawn_reason') then
        raise exception 'an approval does not change' using errcode = 'MZ733', detail = 'approval=#' || old.seq;
    end if;
    return new;
end
$$;
comment on function approval_guard() is 'trigger: an approval is taken back once and changes in nothing else';

create or replace trigger approval_fixed before update on approval for each row execute function approval_guard();
alter table approval enable always trigger approval_fixed;
create or replace trigger approval_kept before delete or truncate on approval for each statement execute function refuse_change();
alter table approval enable always trigger approval_kept;
