//! Embeds every form mapping of `mappings/`, so that a new layout is a new file and no Rust.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// Files of `mappings/` that are no form mapping.
const NOT_FORMS: [&str; 6] =
    ["vocabulary.toml", "values.toml", "checks.toml", "versions.toml", "departments.toml", "messages.zh.toml"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("mappings");
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
