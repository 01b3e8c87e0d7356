//! The noun *schema*: the typed view of the folder `schema/`.
//!
//! Rust knows the shape of the ontology, the folder its content: entity and relation types with
//! their signatures ([`Ontology`]), predicates that give relations ([`Frames`]), names that mean
//! entities ([`Gazetteer`]) and words that mean them again ([`Coreference`]). The folder of this repository is compiled in; a user's own is
//! read and checked by [`Schema::load`], with file and line in each message.

mod coreference;
mod csv_lines;
mod events;
mod frames;
mod gazetteer;
mod ontology;
mod spelling;
mod toml_lines;

pub use coreference::Coreference;
pub use events::{EventType, EventTypes, Sway};
pub use frames::{Complement, Frame, Frames, Governor, Predicate, Role, State};
pub use gazetteer::{Gazetteer, Row, RowId, Sphere, Title};
pub use ontology::{
    EntityType, EntityTypeInfo, Modality, Ontology, Polarity, RelationType, RelationTypeInfo,
};
pub use spelling::skeleton;

use crate::error::{Error, Result};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// Everything that the program knows of the world and of the language of diplomacy.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Types and signatures.
    pub ontology: Arc<Ontology>,
    /// Predicates.
    pub frames: Frames,
    /// Classes of events.
    pub events: EventTypes,
    /// Names.
    pub gazetteer: Gazetteer,
    /// How the same thing is spoken of again.
    pub coreference: Coreference,
}

/// The files of a schema folder by their path in it, with their text, sorted by path.
type Files = Vec<(PathBuf, String)>;

macro_rules! built_in {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../schema/", $path)))),*]
    };
}

/// The folder `schema/` of this repository.
const BUILT_IN: &[(&str, &str)] = built_in![
    "coreference.toml",
    "events.toml",
    "frames.toml",
    "gazetteer/coalitions.csv",
    "gazetteer/countries.csv",
    "gazetteer/given_names.csv",
    "gazetteer/organizations.csv",
    "gazetteer/people.csv",
    "gazetteer/places.csv",
    "gazetteer/regions.csv",
    "gazetteer/titles.csv",
    "ontology.toml",
];

impl Schema {
    /// The schema that is compiled in; parsed once.
    ///
    /// ```
    /// let schema = demarche::schema::Schema::built_in();
    /// assert!(schema.ontology.relation("signed").is_some());
    /// ```
    pub fn built_in() -> &'static Schema {
        static SCHEMA: OnceLock<Schema> = OnceLock::new();
        SCHEMA.get_or_init(|| {
            let files = BUILT_IN
                .iter()
                .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
                .collect();
            Schema::parse(files).expect("the built-in schema is tested")
        })
    }

    /// Reads a schema folder: `ontology.toml`, `frames.toml`, `gazetteer/*.csv` and, where they are
    /// there, `coreference.toml` and `events.toml`.
    ///
    /// # Errors
    /// [`Error::Io`] when a file cannot be read, [`Error::Schema`] with file and line when
    /// something in it is wrong.
    pub fn load(folder: &Path) -> Result<Schema> {
        let mut files = Files::new();
        for name in ["ontology.toml", "frames.toml"] {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
            files.push((path, text));
        }
        let words = folder.join("coreference.toml");
        if words.exists() {
            let text = std::fs::read_to_string(&words).map_err(Error::io("read", &words))?;
            files.push((words, text));
        }
        // A folder that codes no events has those of the program.
        let events = folder.join("events.toml");
        if events.exists() {
            let text = std::fs::read_to_string(&events).map_err(Error::io("read", &events))?;
            files.push((events, text));
        }
        let gazetteer = folder.join("gazetteer");
        let listing = std::fs::read_dir(&gazetteer).map_err(Error::io("read", &gazetteer))?;
        for entry in listing {
            let path = entry.map_err(Error::io("read", &gazetteer))?.path();
            if path.extension().is_some_and(|extension| extension == "csv") {
                let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
                files.push((path, text));
            }
        }
        files.sort();
        Schema::parse(files)
    }

    /// Adds a user's own gazetteer, whose names win over the others: a CSV file with the columns
    /// `id,type,name,aliases,key,valid_from,valid_to`, lists in a cell parted by `|`.
    ///
    /// # Errors
    /// [`Error::Io`] when the file cannot be read, [`Error::Schema`] with file and line when
    /// something in it is wrong.
    pub fn add_gazetteer(&mut self, file: &Path) -> Result<()> {
        let text = std::fs::read_to_string(file).map_err(Error::io("read", file))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        self.gazetteer.add_own(file, text, &self.ontology)
    }

    fn parse(files: Files) -> Result<Schema> {
        let ontology = Arc::new(Ontology::parse(named(&files, "ontology.toml")?)?);
        let frames = Frames::parse(named(&files, "frames.toml")?, &ontology)?;
        let tables: Vec<(&Path, &str)> = files
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|e| e == "csv"))
            .map(|(path, text)| (path.as_path(), text.as_str()))
            .collect();
        let gazetteer = Gazetteer::parse(&tables, &ontology)?;
        let coreference = match named(&files, "coreference.toml") {
            Ok(file) => Coreference::parse(file, &ontology, &gazetteer)?,
            Err(_) => Coreference::default(),
        };
        let events = match named(&files, "events.toml") {
            Ok(own) => EventTypes::parse(own)?,
            Err(_) => EventTypes::parse(built_in("events.toml"))?,
        };
        Ok(Schema {
            ontology,
            events,
            frames,
            gazetteer,
            coreference,
        })
    }
}

/// A file of the built-in folder.
fn built_in(name: &str) -> (&'static Path, &'static str) {
    let found = BUILT_IN.iter().find(|(path, _)| *path == name);
    found.map_or((Path::new(""), ""), |(path, text)| {
        (Path::new(*path), *text)
    })
}

fn named<'a>(files: &'a Files, name: &str) -> Result<(&'a Path, &'a str)> {
    files
        .iter()
        .find(|(path, _)| path.file_name().is_some_and(|file| file == name))
        .map(|(path, text)| (path.as_path(), text.as_str()))
        .ok_or_else(|| Error::Schema {
            file: PathBuf::from(name),
            line: None,
            message: "the file is missing".to_owned(),
        })
}
