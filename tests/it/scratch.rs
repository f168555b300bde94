//! What a run remembers of all its files, and what is said where there is no room for it.

use ingest::language::Language;
use ingest::scratch::Scratch;

#[test]
fn what_has_no_room_ends_with_the_folder_and_a_way_out() {
    let scratch = Scratch::new().unwrap();
    let full = scratch.with(|tables| {
        tables.pragma_update(None, "max_page_count", 8)?;
        tables.execute_batch("CREATE TABLE names (name TEXT)")?;
        let mut insert = tables.prepare("INSERT INTO names VALUES (?1)")?;
        (0..1000).try_for_each(|n| insert.execute([format!("{n:0>200}")]).map(drop))
    });
    let error = full.unwrap_err();
    let (said, hint) = (error.to_string(), error.hint());
    assert!(said.contains("the disk is full; nothing was written"), "{said}");
    let folder = said.split("temporary files, ").nth(1).and_then(|rest| rest.split(": ").next()).unwrap();
    assert!(std::path::Path::new(folder).is_dir(), "{said}");
    assert!(hint.contains("TMP"), "{hint}");
    let chinese = Language::chinese().unwrap();
    assert!(chinese.text(&said).ends_with("磁盘已满；没有写出任何内容"), "{}", chinese.text(&said));
    assert_ne!(chinese.text(hint), hint);
}

/// More than memory may hold, put in and sorted: nothing is lost, and the order is that of the bytes.
#[test]
fn what_memory_does_not_hold_comes_back() {
    const ROWS: i64 = 300_000;
    let scratch = Scratch::new().unwrap();
    let (sum, sorted, pages): (i64, bool, i64) = scratch
        .with(|tables| {
            tables.execute_batch(&format!(
                "CREATE TABLE names (number INTEGER PRIMARY KEY, name TEXT);
                 CREATE TABLE sorted (number INTEGER PRIMARY KEY, name TEXT);
                 WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {ROWS})
                   INSERT INTO names SELECT n, printf('%x%060d', n * 7919 % 1000003, n) FROM n;
                 INSERT INTO sorted (name) SELECT name FROM names ORDER BY name;"
            ))?;
            let sum = tables.query_one("SELECT sum(substr(name, -9)) FROM sorted", [], |row| row.get(0))?;
            let wrong = "SELECT NOT EXISTS (SELECT 1 FROM sorted a JOIN sorted b ON b.number = a.number + 1
                         WHERE a.name > b.name)";
            let sorted = tables.query_one(wrong, [], |row| row.get(0))?;
            Ok((sum, sorted, tables.pragma_query_value(None, "page_count", |row| row.get(0))?))
        })
        .unwrap();
    assert_eq!((sum, sorted), (ROWS * (ROWS + 1) / 2, true));
    assert!(pages * 4096 > 40 << 20, "more than memory may hold: {pages} pages");
}
