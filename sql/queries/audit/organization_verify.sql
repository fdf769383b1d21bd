-- All organizations of a community. Index: organization primary key.
select uuid_send(o.organization) as organization, type, convert_to(name, 'UTF8') as name, convert_to(credit_code, 'UTF8') as credit_code, seq
  from organization o where community_id = $1 order by o.organization
