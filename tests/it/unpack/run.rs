//! Runs over archives, as a person starts them.
