//! What goes wrong while writing: a full disk, a folder that cannot be written, a reader that went
//! away. The message names the file, and what stood there before is untouched.

use super::{exported, nasty};
use demarche::error::{Error, Result};
use demarche::export::{EXPORTERS, Exporter, Folder, Output, Stream, exporter};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A disk with so many bytes left.
struct Full {
    left: usize,
    kind: ErrorKind,
}

impl Write for &mut Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(self.kind.into());
        }
        let taken = bytes.len().min(self.left);
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Full {
    fn file(&mut self, _: &str) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(self))
    }

    fn place(&self, name: &str) -> PathBuf {
        Path::new("out").join(name)
    }
}

fn size(exporter: &dyn Exporter) -> usize {
    let files = exported(&nasty()).files;
    exporter.files().iter().map(|name| files[*name].len()).sum()
}

#[test]
fn a_full_disk_is_an_error_that_names_the_file() {
    let graph = nasty();
    for exporter in EXPORTERS {
        let size = size(*exporter);
        for left in [0, 1, size / 3, size - 1] {
            let mut disk = Full {
                left,
                kind: ErrorKind::StorageFull,
            };
            let error = exporter
                .export(&graph, &mut disk)
                .expect_err("the disk is full");
            let named = exporter.files().iter().any(|name| {
                let place = Path::new("out").join(name);
                error
                    .to_string()
                    .starts_with(&format!("{}: cannot write: ", place.display()))
            });
            assert!(named, "{}: {error}", exporter.name());
            assert!(
                matches!(&error, Error::Io { source, .. } if source.kind() == ErrorKind::StorageFull)
            );
        }
        let mut disk = Full {
            left: size,
            kind: ErrorKind::StorageFull,
        };
        exporter.export(&graph, &mut disk).expect("it just fits");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_device_that_is_always_full_is_refused() {
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut out = Stream::new(full, "/dev/full");
    let error = exporter("graphml")
        .unwrap()
        .export(&nasty(), &mut out)
        .unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("/dev/full: cannot write: "),
        "{message}"
    );
    assert!(message.contains("free some space"), "{message}");
}

#[test]
fn a_reader_that_went_away_is_told_from_other_failures() {
    for exporter in EXPORTERS {
        let mut pipe = Full {
            left: 10,
            kind: ErrorKind::BrokenPipe,
        };
        let error = exporter.export(&nasty(), &mut pipe).unwrap_err();
        assert!(error.is_broken_pipe(), "{error}");
    }
}

#[test]
fn nothing_is_in_its_place_before_all_is_written() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("deep/out");
    let graph = nasty();

    let mut first = Folder::new(&path).unwrap();
    exporter("csv").unwrap().export(&graph, &mut first).unwrap();
    assert!(!path.join("nodes.csv").exists());
    first.commit().unwrap();
    let before = std::fs::read(path.join("nodes.csv")).unwrap();
    assert_eq!(before, exported(&graph).files["nodes.csv"]);

    // A second run that is given up leaves the first one's files, and none of its own.
    let empty = super::generated::assembled([]);
    let mut second = Folder::new(&path).unwrap();
    exporter("csv")
        .unwrap()
        .export(&empty, &mut second)
        .unwrap();
    drop(second);
    assert_eq!(std::fs::read(path.join("nodes.csv")).unwrap(), before);
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 3);
}

#[test]
fn a_file_where_a_folder_should_be_is_an_error() {
    let temporary = tempfile::tempdir().unwrap();
    let file = temporary.path().join("file");
    std::fs::write(&file, "").unwrap();
    for path in [file.clone(), file.join("below")] {
        let message = Folder::new(&path).unwrap_err().to_string();
        let expected = format!("{}: cannot create the folder: ", path.display());
        assert!(message.starts_with(&expected), "{message}");
        assert!(message.contains("name another folder"), "{message}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("out");
    std::fs::create_dir(&path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(path.join("probe"), "").is_ok() {
        println!("skipped: this user may write everywhere");
        return;
    }
    let mut folder = Folder::new(&path).unwrap();
    let error = exporter("json")
        .unwrap()
        .export(&nasty(), &mut folder)
        .unwrap_err();
    let message = error.to_string();
    let file = path.join("graph.json");
    assert!(
        message.starts_with(&format!("{}: cannot write: ", file.display())),
        "{message}"
    );
    assert!(
        message.contains("allow writing") && !message.contains(".part"),
        "{message}"
    );
}

#[test]
fn one_stream_takes_one_file() {
    let mut out = Stream::new(Vec::new(), "-");
    exporter("dot").unwrap().export(&nasty(), &mut out).unwrap();
    assert_eq!(out.into_inner(), exported(&nasty()).files["graph.dot"]);
    let mut out = Stream::new(Vec::new(), "-");
    let error = exporter("csv")
        .unwrap()
        .export(&nasty(), &mut out)
        .unwrap_err();
    assert!(matches!(error, Error::Argument(_)), "{error}");
    assert!(error.to_string().contains("name a folder"));
}
