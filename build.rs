//! Embeds every form mapping of `mappings/`, so that a new layout is a new file and no Rust; and gives the program's rules
//! a name, so that answers of another build are not taken for its own.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Files of `mappings/` that are no form mapping.
const NOT_FORMS: [&str; 6] =
    ["vocabulary.toml", "values.toml", "checks.toml", "versions.toml", "departments.toml", "messages.zh.toml"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rustc-env=INGEST_BUILD={:016x}", build(&root)?);
    let folder = root.join("mappings");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml") && !NOT_FORMS.contains(&name.as_str()) {
            names.push(name);
        }
    }
    names.sort();
    let mut code = String::from("&[\n");
    for name in &names {
        println!("cargo::rerun-if-changed={}", folder.join(name).display());
        writeln!(code, "    ({name:?}, include_str!({:?})),", folder.join(name).display().to_string())?;
    }
    code.push_str("]\n");
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("mappings.rs"), code)?;
    Ok(())
}

/// A number that changes with any source, mapping or library.
fn build(root: &Path) -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    let mut waiting = vec![root.join("Cargo.lock"), root.join("mappings"), root.join("src")];
    while let Some(path) = waiting.pop() {
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            let below: io::Result<Vec<PathBuf>> = fs::read_dir(&path)?.map(|entry| Ok(entry?.path())).collect();
            let mut below = below?;
            below.sort();
            waiting.extend(below);
        } else if path.exists() {
            path.strip_prefix(root).unwrap_or(&path).hash(&mut hasher);
            fs::read(&path)?.hash(&mut hasher);
        }
    }
    Ok(hasher.finish())
}
