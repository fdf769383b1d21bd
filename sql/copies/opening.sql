-- Every opening of a community in the order of its commitment: verification. Index: opening primary key.
copy (select commitment, class, salt, value from opening
       where community_id = current_setting('app.community')::bigint order by commitment) to stdout (format binary)
