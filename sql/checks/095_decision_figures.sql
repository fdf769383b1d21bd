-- title: 表决数字：同意不多于参与，参与不多于登记，通过的有票支持 figures of a vote are possible
-- CN-CC-278-2: yes of those who took part, these of all; what passed has somebody in favour.
select community_id, seq, took_part, in_favour from decision
 where owners < 1 or took_part > owners or in_favour > took_part or area_took_part > area_cm2 or area_in_favour > area_took_part
    or (matter < 100) <> (area_cm2 > 0) or (result = 1 and in_favour = 0) or to_date < from_date or announced > from_date
