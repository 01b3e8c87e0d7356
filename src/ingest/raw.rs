//! The bytes of one input, unpacked: whole, as decoded text, or line by line so that a large file
//! of lines need not be held.

use super::encoding::{self, Decoded};
use super::lines::Lines;
use super::unpack::{Input, unpack};
use super::{Fault, Found, single};
use encoding_rs::Encoding;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The longest text that is read as one piece, in bytes: a whole plain file, or one line of JSON
/// Lines. It also keeps a small archive from unpacking into all memory.
pub const LONGEST: u64 = 1 << 30;

/// A file as it comes, before anything is known about its text.
#[derive(Debug, Clone)]
pub struct RawFile<'a> {
    origin: &'a str,
    stem: String,
    content: Content<'a>,
}

#[derive(Debug, Clone)]
enum Content<'a> {
    Path(&'a Path),
    Memory(Arc<[u8]>),
}

impl<'a> RawFile<'a> {
    /// A file that can be read more than once.
    pub(super) fn path(origin: &'a str, path: &'a Path) -> RawFile<'a> {
        RawFile {
            origin,
            stem: stem(path),
            content: Content::Path(path),
        }
    }

    /// What was read from somewhere; it may be packed.
    pub fn memory(origin: &'a str, stem: &str, bytes: impl Into<Arc<[u8]>>) -> RawFile<'a> {
        RawFile {
            origin,
            stem: stem.to_owned(),
            content: Content::Memory(bytes.into()),
        }
    }

    /// Its name for messages.
    pub fn origin(&self) -> &'a str {
        self.origin
    }

    /// Its name without folders and endings: the id of an article that has no other.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The unpacked bytes from the beginning.
    ///
    /// # Errors
    /// A [`Fault`] when the file cannot be opened or is not packed as its name says.
    pub fn open(&self) -> Result<Input<'a>, Fault> {
        let opened = match &self.content {
            Content::Memory(bytes) => {
                unpack(Box::new(std::io::Cursor::new(Arc::clone(bytes))), None)
            }
            Content::Path(path) => File::open(path).and_then(|file| {
                let ending = path.extension().and_then(|ending| ending.to_str());
                unpack(Box::new(BufReader::with_capacity(1 << 16, file)), ending)
            }),
        };
        opened.map_err(|error| Fault::new(format!("cannot read: {error}")))
    }

    /// All bytes.
    ///
    /// # Errors
    /// A [`Fault`] when they cannot be read to the end or are more than [`LONGEST`].
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        whole(self.open()?, LONGEST)
    }

    /// The decoded text; `declared` finds the encoding that the bytes claim for themselves.
    ///
    /// # Errors
    /// A [`Fault`] when the bytes cannot be read, are no text or there are none but blanks.
    pub fn text(&self, declared: fn(&[u8]) -> Option<&'static Encoding>) -> Result<Decoded, Fault> {
        let bytes = self.bytes()?;
        let declared = declared(&bytes);
        let decoded = encoding::decode(bytes, declared).map_err(Fault::new)?;
        if decoded.text.trim().is_empty() {
            return Err(Fault::new("the file is empty: no article in it"));
        }
        Ok(decoded)
    }

    /// The lines, one at a time.
    ///
    /// # Errors
    /// A [`Fault`] when the file cannot be opened or is no text.
    pub(super) fn lines(&self) -> Result<Lines<'a>, Fault> {
        Lines::of(self)
    }

    /// The first character that is no blank, as far as it is ASCII: enough to tell JSON, HTML and
    /// plain text apart.
    pub(super) fn first_character(&self) -> Option<char> {
        let mut begin = [0; 256];
        let mut input = self.open().ok()?;
        let length = input.read(&mut begin).ok()?;
        let mut characters = begin[..length].iter().map(|&byte| char::from(byte));
        let blank = |c: char| c.is_whitespace() || "\0\u{ef}\u{bb}\u{bf}\u{fe}\u{ff}".contains(c);
        characters.find(|&c| !blank(c))
    }
}

/// Reads to the end, at most so many bytes.
fn whole(input: impl Read, longest: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = input.take(longest + 1).read_to_end(&mut bytes);
    read.map_err(|error| Fault::new(format!("cannot read: {error}")))?;
    if bytes.len() as u64 > longest {
        let message = format!("longer than {longest} bytes; split it or use JSON Lines");
        return Err(Fault::new(message));
    }
    Ok(bytes)
}

/// `news` of `a/news.txt.gz`.
pub fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut stem: &str = &name;
    if let Some((rest, ending)) = stem.rsplit_once('.')
        && super::unpack::ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
        && !rest.is_empty()
    {
        stem = rest;
    }
    match stem.rsplit_once('.') {
        Some((rest, ending))
            if !rest.is_empty() && super::reader_of_extension(ending).is_some() =>
        {
            rest.to_owned()
        }
        _ => stem.to_owned(),
    }
}

/// The one fault of a file that gives nothing.
pub fn lost<'a>(fault: Fault) -> Found<'a> {
    single(Err(fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems() {
        let stem = |path: &str| stem(Path::new(path));
        assert_eq!(stem("a/news.txt.gz"), "news");
        assert_eq!(stem("news.JSONL"), "news");
        assert_eq!(stem("2022.08.03.md"), "2022.08.03");
        assert_eq!(stem("2022.08.03"), "2022.08.03");
        assert_eq!(stem(".txt"), ".txt");
        assert_eq!(stem("news.zst"), "news");
    }

    #[test]
    fn too_long_is_a_fault() {
        assert_eq!(whole(&b"12345"[..], 5).unwrap(), b"12345");
        let fault = whole(&b"123456"[..], 5).unwrap_err();
        assert!(fault.message.starts_with("longer than 5 bytes"));
    }

    #[test]
    fn the_first_character_under_marks_and_blanks() {
        let first = |bytes: &[u8]| RawFile::memory("-", "stdin", bytes).first_character();
        assert_eq!(first(b"\xEF\xBB\xBF \n{\"a\":1}"), Some('{'));
        assert_eq!(first(b"\xFF\xFE<\0p\0>\0"), Some('<'));
        assert_eq!(first(b"Macron"), Some('M'));
        assert_eq!(first(b" \n"), None);
    }
}
