//! What to read: files, folders, patterns and standard input become [`Source`]s, each file once, in
//! an order that depends only on the arguments and the names.

use super::{Articles, Fault, Options, READERS, RawFile, Reader, unpack};
use crate::error::{Error, Result, Warning};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// One file, or standard input, that is to be read.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    from: From,
}

#[derive(Debug, Clone)]
enum From {
    Path(PathBuf),
    Memory { stem: String, bytes: Arc<[u8]> },
    StandardInput,
}

impl Source {
    /// A file.
    pub fn file(path: impl Into<PathBuf>) -> Source {
        let path = path.into();
        Source {
            name: path.display().to_string(),
            from: From::Path(path),
        }
    }

    /// Bytes that are already here, under the name that their file would have.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Source {
        let name = name.into();
        Source {
            from: From::Memory {
                stem: super::raw::stem(Path::new(&name)),
                bytes: bytes.into(),
            },
            name,
        }
    }

    /// Standard input. It is read to its end when its first article is asked for.
    pub fn standard_input() -> Source {
        Source {
            name: "-".to_owned(),
            from: From::StandardInput,
        }
    }

    /// Its name for messages: the path, or `-` for standard input.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its articles alone: a [`read`](super::read) of one source.
    pub fn read<'a>(&'a self, options: &'a Options) -> Articles<'a> {
        super::read(std::slice::from_ref(self), options)
    }

    /// The bytes. What can be read only once (standard input, a named pipe) is read now.
    pub(super) fn open(&self) -> Result<RawFile<'_>, Fault> {
        let memory = |stem: &str, mut from: Box<dyn Read>| {
            let mut bytes = Vec::new();
            match from.read_to_end(&mut bytes) {
                Ok(_) => Ok(RawFile::memory(&self.name, stem, bytes)),
                Err(error) => Err(Fault::new(format!("cannot read: {error}"))),
            }
        };
        match &self.from {
            From::StandardInput => memory("stdin", Box::new(io::stdin())),
            From::Memory { stem, bytes } => Ok(RawFile::memory(&self.name, stem, bytes.clone())),
            From::Path(path) if path.is_file() => Ok(RawFile::path(&self.name, path)),
            From::Path(path) => match fs::File::open(path) {
                Ok(file) => memory(&super::raw::stem(path), Box::new(file)),
                Err(error) => Err(Fault::new(format!("cannot read: {error}"))),
            },
        }
    }

    /// The format: as its name ends, else as its text begins.
    pub(super) fn reader(&self, file: &RawFile<'_>) -> &'static dyn Reader {
        let named = match &self.from {
            From::StandardInput => None,
            From::Memory { .. } | From::Path(_) => reader_of_name(Path::new(&self.name)),
        };
        named.unwrap_or_else(|| match file.first_character() {
            Some('{' | '[') => &super::json::Json,
            Some('<') => &super::html::Html,
            _ => &super::plain::Plain,
        })
    }
}

/// All that is to be read, and what was passed over.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The files in order, each once.
    pub sources: Vec<Source>,
    /// What a folder or pattern has that cannot be read.
    pub warnings: Vec<Warning>,
}

/// The format by which a file of this name is read, packed or not.
fn reader_of_name(path: &Path) -> Option<&'static dyn Reader> {
    let ending = |path: &Path| Some(path.extension()?.to_str()?.to_ascii_lowercase());
    let last = ending(path)?;
    if unpack::ENDINGS.contains(&last.as_str()) {
        return super::reader_of_extension(&ending(Path::new(path.file_stem()?))?);
    }
    super::reader_of_extension(&last)
}

/// Finds the files that the arguments name: a file, a folder (with all that lies in it, sorted by
/// path; hidden files and those of no known format are passed over), a pattern such as
/// `news/**/*.txt`, or `-` for standard input. A file that is named twice is read once.
///
/// # Errors
/// [`Error::Article`] for a file that is missing or a folder without articles,
/// [`Error::Argument`] for a pattern that fits nothing, and [`Error::Io`] when a folder cannot be
/// read.
pub fn expand(inputs: &[String]) -> Result<Inputs> {
    if inputs.is_empty() {
        let message = "nothing to read: name files, folders, patterns, or - for standard input";
        return Err(Error::Argument(message.to_owned()));
    }
    let mut found = Finder::default();
    for input in inputs {
        let path = Path::new(input);
        if input == "-" {
            found.add_standard_input();
        } else if path.is_dir() {
            found.add_folder(path)?;
        } else if path.exists() {
            found.add_file(path);
        } else if input.contains(['*', '?', '[']) {
            found.add_pattern(input)?;
        } else {
            return Err(Error::Article {
                path: path.to_path_buf(),
                line: None,
                message: "no such file or folder; check the name (patterns such as \
                          'news/*.txt' and - for standard input are possible too)"
                    .to_owned(),
            });
        }
    }
    Ok(found.inputs)
}

#[derive(Default)]
struct Finder {
    inputs: Inputs,
    seen: BTreeSet<PathBuf>,
}

impl Finder {
    fn add_standard_input(&mut self) {
        if self.seen.insert(PathBuf::from("-")) {
            self.inputs.sources.push(Source::standard_input());
        }
    }

    fn add_file(&mut self, path: &Path) {
        let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if self.seen.insert(real) {
            self.inputs.sources.push(Source::file(path));
        }
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        let mut files = Vec::new();
        walk(folder, &mut BTreeSet::new(), &mut files)?;
        let place = folder.display().to_string();
        if !self.add_known(&place, files) {
            return Err(Error::Article {
                path: folder.to_path_buf(),
                line: None,
                message: format!(
                    "no articles in this folder: expected files that end in {}",
                    endings()
                ),
            });
        }
        Ok(())
    }

    fn add_pattern(&mut self, pattern: &str) -> Result<()> {
        let options = glob::MatchOptions {
            require_literal_leading_dot: true,
            ..glob::MatchOptions::new()
        };
        let matches = glob::glob_with(pattern, options).map_err(|error| {
            let at = pattern[..error.pos.min(pattern.len())].chars().count() + 1;
            Error::Argument(format!(
                "the pattern '{pattern}' is wrong at character {at}: {}",
                error.msg
            ))
        })?;
        let mut files = Vec::new();
        for path in matches {
            let path = path.map_err(|error| {
                let path = error.path().to_path_buf();
                Error::io("read", path)(error.into())
            })?;
            if path.is_dir() {
                walk(&path, &mut BTreeSet::new(), &mut files)?;
            } else {
                files.push(path);
            }
        }
        if !self.add_known(pattern, files) {
            return Err(Error::Argument(format!(
                "the pattern '{pattern}' fits no file of articles: expected files that end in {}; \
                 check the folder's name",
                endings()
            )));
        }
        Ok(())
    }

    /// Adds the files of a known format, sorted; false when there are none.
    fn add_known(&mut self, place: &str, mut files: Vec<PathBuf>) -> bool {
        files.sort();
        let (known, unknown): (Vec<PathBuf>, Vec<PathBuf>) = files
            .into_iter()
            .partition(|path| reader_of_name(path).is_some());
        for path in &known {
            self.add_file(path);
        }
        if let (false, Some(first)) = (known.is_empty(), unknown.first()) {
            self.inputs.warnings.push(Warning {
                place: place.to_owned(),
                line: None,
                message: format!(
                    "{} of no known format passed over, {} first; name a file itself to read it \
                     all the same",
                    match unknown.len() {
                        1 => "1 file".to_owned(),
                        count => format!("{count} files"),
                    },
                    first.display()
                ),
            });
        }
        !known.is_empty()
    }
}

/// All files below a folder that are not hidden. A link that leads back into a folder that is
/// being walked is not followed.
fn walk(folder: &Path, above: &mut BTreeSet<PathBuf>, files: &mut Vec<PathBuf>) -> Result<()> {
    let real = fs::canonicalize(folder).map_err(Error::io("read the folder", folder))?;
    if !above.insert(real.clone()) {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(Error::io("read the folder", folder))?;
    for entry in entries {
        let entry = entry.map_err(Error::io("read the folder", folder))?;
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            walk(&path, above, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    above.remove(&real);
    Ok(())
}

fn endings() -> String {
    let all = READERS.iter().flat_map(|reader| reader.extensions());
    let all: Vec<String> = all.map(|extension| format!(".{extension}")).collect();
    format!("{} (also as .gz or .zst)", all.join(", "))
}
