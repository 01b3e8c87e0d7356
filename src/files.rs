//! Writing so that nothing half-written is left behind: into a temporary file beside the goal,
//! which is renamed when it is whole. A run that is killed leaves the earlier file as it was.

use crate::error::{Error, Result};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file on its way: [`commit`](PendingFile::commit) puts it in its place, dropping it leaves no
/// trace. What is there and no regular file (a device, a named pipe) is written to as it is.
#[derive(Debug)]
pub struct PendingFile {
    path: PathBuf,
    to: BufWriter<Target>,
}

#[derive(Debug)]
enum Target {
    Temporary(NamedTempFile),
    Device(File),
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Temporary(file) => file.write(bytes),
            Target::Device(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Temporary(file) => file.flush(),
            Target::Device(file) => file.flush(),
        }
    }
}

impl PendingFile {
    /// Begins a file in the folder of `path`.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder is missing or not writable.
    pub fn create(path: impl Into<PathBuf>) -> Result<PendingFile> {
        let mut path = path.into();
        let there = std::fs::metadata(&path);
        if there.is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let file = File::options().write(true).open(&path);
            let file = file.map_err(Error::io("write", &path))?;
            return Ok(PendingFile {
                path,
                to: BufWriter::with_capacity(1 << 16, Target::Device(file)),
            });
        }
        // A link stays a link, to the new file.
        if path.is_symlink() {
            path = std::fs::canonicalize(&path).map_err(Error::io("write", &path))?;
        }
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".demarche-").suffix(".part");
        // A temporary file is private by default; the finished one has the usual permissions.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let file = builder
            .tempfile_in(folder)
            .map_err(|error| Error::io("write", &path)(without_temporary_name(error)))?;
        Ok(PendingFile {
            path,
            to: BufWriter::with_capacity(1 << 16, Target::Temporary(file)),
        })
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts the whole file in its place, over an earlier one.
    ///
    /// # Errors
    /// [`Error::Io`] when the last bytes cannot be written or the file cannot be renamed.
    pub fn commit(self) -> Result<()> {
        let PendingFile { path, to } = self;
        let target = to
            .into_inner()
            .map_err(|error| Error::io("write", &path)(error.into_error()))?;
        let Target::Temporary(file) = target else {
            return Ok(());
        };
        let renamed = file.persist(&path);
        renamed.map_err(|error| Error::io("write", &path)(error.error))?;
        Ok(())
    }
}

/// The system's own words: the library names its temporary file, which means nothing to a reader.
fn without_temporary_name(error: io::Error) -> io::Error {
    let text = error.to_string();
    match text.split_once(" at path ") {
        Some((words, _)) => io::Error::new(error.kind(), words.to_owned()),
        None => error,
    }
}

impl Write for PendingFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
