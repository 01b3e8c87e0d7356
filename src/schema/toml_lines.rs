//! Reading TOML so that every mistake names its line.

use crate::error::{Error, Result};
use serde::de::DeserializeOwned;
use std::path::Path;

/// Parses TOML; a syntax or type error becomes [`Error::Schema`] with its line.
pub fn parse<T: DeserializeOwned>(file: &Path, text: &str) -> Result<T> {
    toml::from_str(text).map_err(|error| Error::Schema {
        file: file.to_path_buf(),
        line: error.span().map(|span| line_of(text, span.start)),
        message: error.message().to_owned(),
    })
}

/// The line, counted from one, of a byte offset.
pub fn line_of(text: &str, byte: usize) -> usize {
    1 + text.as_bytes()[..byte.min(text.len())]
        .iter()
        .filter(|&&b| b == b'\n')
        .count()
}

/// An [`Error::Schema`] at a byte offset.
pub fn wrong(file: &Path, text: &str, byte: usize, message: String) -> Error {
    Error::Schema {
        file: file.to_path_buf(),
        line: Some(line_of(text, byte)),
        message,
    }
}
