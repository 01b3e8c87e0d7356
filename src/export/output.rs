//! Where the files of an export go: a folder, one file or standard output, or memory.

use crate::error::{Error, Result};
use crate::files::PendingFile;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Takes the files of an export, one after another.
pub trait Output {
    /// Begins a file; its name may have a folder in front of it, parted by `/`.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be created.
    fn file(&mut self, name: &str) -> Result<Box<dyn Write + '_>>;

    /// What a message calls that file.
    fn place(&self, name: &str) -> PathBuf;
}

/// A folder. Nothing stands in it before [`commit`](Folder::commit): an export that fails or is
/// killed leaves the files of the one before as they were.
///
/// ```
/// # use demarche::export::{EXPORTERS, Folder};
/// # use demarche::graph::Assembly;
/// # use demarche::schema::Schema;
/// # let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
/// # let temporary = tempfile::tempdir().unwrap();
/// # let path = temporary.path().join("out");
/// let mut folder = Folder::new(&path)?;
/// for exporter in EXPORTERS {
///     exporter.export(&graph, &mut folder)?;
/// }
/// folder.commit()?;
/// assert!(path.join("graph.graphml").exists());
/// # Ok::<(), demarche::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    files: Vec<PendingFile>,
}

impl Folder {
    /// A folder, which is created if it is missing.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be created.
    pub fn new(path: impl Into<PathBuf>) -> Result<Folder> {
        let path = path.into();
        std::fs::create_dir_all(&path).map_err(Error::io("create the folder", &path))?;
        Ok(Folder {
            path,
            files: Vec::new(),
        })
    }

    /// Puts all files in their places, and none before the last byte of each is written.
    ///
    /// # Errors
    /// [`Error::Io`] when the last bytes cannot be written or a file cannot be renamed.
    pub fn commit(mut self) -> Result<()> {
        for file in &mut self.files {
            let flushed = file.flush();
            flushed.map_err(Error::io("write", file.path()))?;
        }
        self.files.into_iter().try_for_each(PendingFile::commit)
    }
}

impl Output for Folder {
    fn file(&mut self, name: &str) -> Result<Box<dyn Write + '_>> {
        let path = self.path.join(name);
        if let Some(folder) = path.parent().filter(|_| name.contains('/')) {
            std::fs::create_dir_all(folder).map_err(Error::io("create the folder", folder))?;
        }
        self.files.push(PendingFile::create(path)?);
        let file = self.files.last_mut().expect("it was pushed just now");
        Ok(Box::new(file))
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// One writer for one file: standard output, or a path that was asked for.
///
/// ```
/// # use demarche::export::{Stream, exporter};
/// # use demarche::graph::Assembly;
/// # use demarche::schema::Schema;
/// # let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
/// let mut stdout = Stream::new(std::io::stdout().lock(), "-");
/// exporter("dot")?.export(&graph, &mut stdout)?;
/// # Ok::<(), demarche::error::Error>(())
/// ```
#[derive(Debug)]
pub struct Stream<W> {
    to: W,
    place: PathBuf,
    /// The file that was written.
    taken: Option<String>,
}

impl<W: Write> Stream<W> {
    /// A writer, and what messages call it.
    pub fn new(to: W, place: impl AsRef<Path>) -> Stream<W> {
        Stream {
            to,
            place: place.as_ref().to_path_buf(),
            taken: None,
        }
    }

    /// Gives the writer back.
    pub fn into_inner(self) -> W {
        self.to
    }
}

impl<W: Write> Output for Stream<W> {
    /// # Errors
    /// [`Error::Argument`] for a second file.
    fn file(&mut self, name: &str) -> Result<Box<dyn Write + '_>> {
        if let Some(first) = self.taken.replace(name.to_owned()) {
            let place = self.place.display();
            return Err(Error::Argument(format!(
                "{place} takes one file, but the export has more ({first}, {name}): name a folder"
            )));
        }
        Ok(Box::new(&mut self.to))
    }

    fn place(&self, _: &str) -> PathBuf {
        self.place.clone()
    }
}

/// Keeps the files in memory.
#[derive(Debug, Default)]
pub struct Memory {
    /// The content by the file's name.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// A file that an exporter wrote; all of them write UTF-8.
    ///
    /// # Panics
    /// When there is no such file.
    pub fn text(&self, name: &str) -> &str {
        let bytes = self.files.get(name);
        let bytes = bytes.unwrap_or_else(|| panic!("no file {name} was written"));
        std::str::from_utf8(bytes).expect("exporters write UTF-8")
    }
}

impl Output for Memory {
    fn file(&mut self, name: &str) -> Result<Box<dyn Write + '_>> {
        let file = self.files.entry(name.to_owned()).or_default();
        file.clear();
        Ok(Box::new(file))
    }

    fn place(&self, name: &str) -> PathBuf {
        PathBuf::from(name)
    }
}
