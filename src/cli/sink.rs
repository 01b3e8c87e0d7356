//! Where a command writes its result: standard output, or a file that stands whole or not at all.

use crate::error::{Error, Result};
use crate::files::PendingFile;
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// Standard output or a file on its way. Nothing counts as written before
/// [`finish`](Sink::finish).
#[derive(Debug)]
pub struct Sink {
    path: PathBuf,
    to: To,
}

#[derive(Debug)]
enum To {
    Stdout(BufWriter<StdoutLock<'static>>),
    File(PendingFile),
}

impl Sink {
    /// The file, or standard output where there is none or it is `-`.
    ///
    /// # Errors
    /// When the file cannot be begun.
    pub fn open(path: Option<&Path>) -> Result<Sink> {
        match path.filter(|path| *path != Path::new("-")) {
            None => Ok(Sink::stdout()),
            Some(path) => Ok(Sink {
                path: path.to_path_buf(),
                to: To::File(PendingFile::create(path)?),
            }),
        }
    }

    /// Standard output.
    pub fn stdout() -> Sink {
        Sink {
            path: PathBuf::from("standard output"),
            to: To::Stdout(BufWriter::with_capacity(1 << 16, io::stdout().lock())),
        }
    }

    /// Writes, and names the place where that fails.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn put(&mut self, content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        content(self).map_err(Error::io("write", &self.path))
    }

    /// What messages call it.
    pub fn place(&self) -> &Path {
        &self.path
    }

    /// Puts everything in its place.
    ///
    /// # Errors
    /// [`Error::Io`], where the last bytes did not fit.
    pub fn finish(self) -> Result<()> {
        match self.to {
            To::Stdout(mut to) => to.flush().map_err(Error::io("write", &self.path)),
            To::File(to) => to.commit(),
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Stdout(to) => to.write(bytes),
            To::File(to) => to.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Stdout(to) => to.flush(),
            To::File(to) => to.flush(),
        }
    }
}

/// Prints a whole result to standard output.
///
/// # Errors
/// [`Error::Io`].
pub fn print(content: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut sink = Sink::stdout();
    sink.put(content)?;
    sink.finish()
}

/// Prints a value as indented JSON.
///
/// # Errors
/// [`Error::Io`].
pub fn print_json(value: &impl serde::Serialize) -> Result<()> {
    print(|to| {
        serde_json::to_writer_pretty(&mut *to, value)?;
        to.write_all(b"\n")
    })
}
