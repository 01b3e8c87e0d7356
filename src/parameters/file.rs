//! The model file: a head with magic, version and checksum, then the parts one after another in
//! little-endian order. What is wrong with a file is said before any part is read.

use super::letters;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// Which stage's parameters a file holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// The first bytes of the file.
    pub(crate) magic: &'static [u8; 8],
    /// Raised with every change of the layout or of what a number in it means.
    pub(crate) version: u32,
    /// What the stage is called in messages.
    pub(crate) stage: &'static str,
    /// The command that makes such a file.
    pub(crate) command: &'static str,
}

const HEAD: usize = 8 + 4 + 8 + 8;

/// Collects the bytes of a model.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    body: Vec<u8>,
}

impl Writer {
    pub(crate) fn u32(&mut self, x: u32) {
        self.body.extend(x.to_le_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.body.extend(bytes);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub(crate) fn texts<S: AsRef<str>>(&mut self, texts: &[S]) {
        self.u32(texts.len() as u32);
        for text in texts {
            self.text(text.as_ref());
        }
    }

    pub(crate) fn i8s(&mut self, xs: &[i8]) {
        self.u32(xs.len() as u32);
        self.body.extend(xs.iter().map(|&x| x as u8));
    }

    pub(crate) fn i16s(&mut self, xs: &[i16]) {
        self.u32(xs.len() as u32);
        for x in xs {
            self.body.extend(x.to_le_bytes());
        }
    }

    pub(crate) fn u16s(&mut self, xs: &[u16]) {
        self.u32(xs.len() as u32);
        for x in xs {
            self.body.extend(x.to_le_bytes());
        }
    }

    pub(crate) fn u32s(&mut self, xs: &[u32]) {
        self.u32(xs.len() as u32);
        for x in xs {
            self.body.extend(x.to_le_bytes());
        }
    }

    pub(crate) fn u64s(&mut self, xs: &[u64]) {
        self.u32(xs.len() as u32);
        for x in xs {
            self.body.extend(x.to_le_bytes());
        }
    }

    pub(crate) fn f32s(&mut self, xs: &[f32]) {
        self.u32(xs.len() as u32);
        for x in xs {
            self.body.extend(x.to_le_bytes());
        }
    }

    /// The whole file.
    pub(crate) fn finish(self, kind: Kind) -> Vec<u8> {
        let mut file = Vec::with_capacity(HEAD + self.body.len());
        file.extend(kind.magic);
        file.extend(kind.version.to_le_bytes());
        file.extend((self.body.len() as u64).to_le_bytes());
        file.extend(letters::hash(u64::from(kind.version), &self.body).to_le_bytes());
        file.extend(self.body);
        file
    }
}

/// Reads the bytes of a model; every error names the file.
#[derive(Debug)]
pub(crate) struct Reader<'b> {
    path: PathBuf,
    body: &'b [u8],
}

impl<'b> Reader<'b> {
    /// Checks the head.
    pub(crate) fn new(kind: Kind, path: &Path, file: &'b [u8]) -> Result<Reader<'b>> {
        let wrong =
            |message: String| Err(Error::Argument(format!("{}: {message}", path.display())));
        if file.len() < HEAD || &file[..8] != kind.magic {
            return wrong(format!(
                "is no model of the {} stage (its first bytes are not {}); train one with `{}` or \
                 take the one that comes with the program",
                kind.stage,
                String::from_utf8_lossy(kind.magic),
                kind.command,
            ));
        }
        let word = |at: usize| u64::from_le_bytes(file[at..at + 8].try_into().expect("eight"));
        let version = u32::from_le_bytes(file[8..12].try_into().expect("four"));
        if version != kind.version {
            return wrong(format!(
                "is a model of format version {version}, this program reads version {}; \
                 train it anew or take the program's own",
                kind.version
            ));
        }
        let body = &file[HEAD..];
        if body.len() as u64 != word(12) {
            return wrong(format!(
                "is cut off or has grown: its head says {} bytes of parameters, there are {}",
                word(12),
                body.len()
            ));
        }
        if letters::hash(u64::from(kind.version), body) != word(20) {
            return wrong("is damaged: its checksum does not fit its content".to_owned());
        }
        Ok(Reader {
            path: path.to_path_buf(),
            body,
        })
    }

    /// An error about a part.
    pub(crate) fn damaged(&self, what: &str) -> Error {
        Error::Argument(format!("{}: is damaged: {what}", self.path.display()))
    }

    fn take(&mut self, n: usize) -> Result<&'b [u8]> {
        if n > self.body.len() {
            return Err(self.damaged("it ends within a part"));
        }
        let (head, rest) = self.body.split_at(n);
        self.body = rest;
        Ok(head)
    }

    pub(crate) fn u32(&mut self) -> Result<u32> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes(bytes.try_into().expect("four bytes")))
    }

    fn items<const N: usize, T>(&mut self, of: impl Fn([u8; N]) -> T) -> Result<Vec<T>> {
        let n = self.u32()? as usize;
        let bytes = self.take(n.saturating_mul(N))?;
        let item = |b: &[u8]| of(b.try_into().expect("N bytes"));
        Ok(bytes.chunks_exact(N).map(item).collect())
    }

    pub(crate) fn text(&mut self) -> Result<String> {
        let n = self.u32()? as usize;
        let bytes = self.take(n)?.to_vec();
        String::from_utf8(bytes).map_err(|_| self.damaged("a name in it is not UTF-8"))
    }

    pub(crate) fn texts(&mut self) -> Result<Vec<String>> {
        let n = self.u32()? as usize;
        (0..n).map(|_| self.text()).collect()
    }

    pub(crate) fn i8s(&mut self) -> Result<Vec<i8>> {
        self.items(|[b]: [u8; 1]| b as i8)
    }

    pub(crate) fn i16s(&mut self) -> Result<Vec<i16>> {
        self.items(i16::from_le_bytes)
    }

    pub(crate) fn u16s(&mut self) -> Result<Vec<u16>> {
        self.items(u16::from_le_bytes)
    }

    pub(crate) fn u32s(&mut self) -> Result<Vec<u32>> {
        self.items(u32::from_le_bytes)
    }

    pub(crate) fn u64s(&mut self) -> Result<Vec<u64>> {
        self.items(u64::from_le_bytes)
    }

    pub(crate) fn f32s(&mut self) -> Result<Vec<f32>> {
        self.items(f32::from_le_bytes)
    }

    /// That nothing is left over.
    pub(crate) fn end(self) -> Result<()> {
        if self.body.is_empty() {
            Ok(())
        } else {
            Err(self.damaged("there is more in it than its parts"))
        }
    }
}
