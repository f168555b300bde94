//! Turns Chinese budget performance-target forms (绩效目标表) into clean, checked data.
//!
//! ```
//! use ingest::pipeline::{Engine, Options};
//!
//! let page = "<p>2024年项目支出绩效目标表</p><table>
//!     <tr><td>项目名称</td><td colspan=3>义务教育营养改善</td></tr>
//!     <tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
//!     <tr><td>产出指标</td><td>数量指标</td><td>受益学生</td><td>≥1,200人次</td></tr></table>";
//! let submission = Engine::new(Options::default())?.submission("form.html", page.as_bytes());
//! let target = &submission.forms[0].indicators[0].target;
//! assert_eq!(target.value.as_deref(), Some("1200"));
//! assert_eq!(submission.cells, submission.cells_used + submission.cells_reported);
//! # Ok::<(), ingest::error::Error>(())
//! ```
//!
//! # The map
//!
//! One direction: a file's bytes go down these stairs and never come back up.
//!
//! ```text
//! discover → unpack → detect → read → table → mapping → normalise → check → across → write
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | [`pipeline`] | one file through all stages, with its limits and the panic boundary: the only place that knows the order |
//! | [`unpack`] | archives: their members, one at a time, within bounds |
//! | [`read`] | one reader a format ([`read::READERS`]), and [`read::detect`]: bytes → a faithful [`model::Document`] |
//! | [`table`] | raw tables → grids: spans resolved, each position covered by exactly one cell |
//! | [`mapping`] | grids → forms and indicators, by the layouts of `mappings/*.toml` |
//! | [`normalise`] | raw texts → typed values |
//! | [`check`] | one rule a file ([`check::CHECKS`]): typed forms → findings |
//! | [`across`] | what only several files together show: versions, departments, who is missing |
//! | [`write`] | one format a file ([`write::WRITERS`], [`write::BOOKS`]), one [`write::schema`] of every column; [`write::review`] |
//! | [`model`], [`finding`], [`error`], [`text`] | plain data and what all stages share |
//! | [`remember`] | answers as bytes and back, so that a file need not be understood twice |
//! | [`scratch`] | what a run remembers of all its files, in bounded memory |
//! | [`language`] | the language in which findings and messages are said |
//!
//! The program around it: `main.rs` (arguments → task → run → exit code), `cli.rs` and `config.rs` (the arguments, and the
//! same validated), `batch/` (many files: found, read by threads or remembered from an earlier run (`batch/state`), written
//! in input order), `progress.rs`, and a file for each command that shows something.
//!
//! # What always holds
//!
//! - Stages share `model`, `finding`, `error`, `text` and `scratch`, and never import each other; a test keeps it so.
//! - Readers are faithful and stupid: they resolve no merge and know no form. Only [`table`] makes grids.
//! - Only `mappings/` knows Chinese labels. A new layout is a `.toml`, a sample and a golden file, no Rust.
//! - Parsing gives a value *and* findings. Only a container that cannot be opened is an error, and it rejects one file.
//! - Nothing is lost: a file's `cells` = `cells_used` + `cells_reported`. Every field and row keeps its place in the source.
//! - Nothing depends on the order of a hash map or of threads: the same input gives the same bytes.
//! - Numbers are exact decimals. Nothing is repaired in silence.
//! - No global state, no `unsafe`; the panic boundary stands around each file.
//!
//! # Where changes go
//!
//! An input format: `read/<format>.rs`, a `READERS` line, a rule in `detect`, samples. A layout: a `.toml`. An output:
//! `write/<format>.rs` and a line. A rule: `check/<rule>.rs`, a `CHECKS` line, a sample that passes and one that fails.
//! What wants to touch more than that shows a fault of this map.

pub mod across;
pub mod check;
pub mod error;
pub mod finding;
pub mod language;
pub mod mapping;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod read;
pub mod remember;
pub mod scratch;
pub mod table;
pub mod text;
pub mod unpack;
pub mod write;
