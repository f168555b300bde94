//! `ingest mapping list|check`: the form layouts.

use ingest::error::Result;

use crate::cli::MappingCommand;
use crate::config::usage;

/// Does what a mapping command asks.
///
/// # Errors
/// When a layout is unsound or cannot be read.
pub fn mappings(command: &MappingCommand) -> Result<()> {
    let (MappingCommand::List { .. } | MappingCommand::Check { .. }) = command;
    Err(usage(
        "this command is not there yet".to_owned(),
        "`ingest inspect FILE` shows which mapping a form fell under",
    ))
}
