//! Paths as bytes and back, those too that are no text.

use std::path::{Path, PathBuf};

#[cfg(unix)]
pub fn of(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt;
    path.as_os_str().as_bytes().to_vec()
}

#[cfg(unix)]
pub fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(windows)]
pub fn of(path: &Path) -> Vec<u8> {
    use std::os::windows::ffi::OsStrExt;
    path.as_os_str().encode_wide().flat_map(u16::to_be_bytes).collect()
}

#[cfg(windows)]
pub fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::windows::ffi::OsStringExt;
    let wide: Vec<u16> = bytes.as_chunks().0.iter().copied().map(u16::from_be_bytes).collect();
    std::ffi::OsString::from_wide(&wide).into()
}
