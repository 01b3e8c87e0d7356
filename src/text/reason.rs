//! Why a mention stands for what it stands for.

use serde::{Deserialize, Serialize};

/// What joined a mention to the thing it stands for, from certain to less certain.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The gazetteer knows the name.
    Gazetteer,
    /// The name is new: the document speaks of it here for the first time under this name.
    NewName,
    /// The same name stands elsewhere in the document.
    SameName,
    /// An acronym beside its expansion, or made of its initials.
    Acronym,
    /// Another spelling of the name.
    Spelling,
    /// A part of the full name: a surname, "the Council".
    ShortName,
    /// It stands in apposition to a name.
    Apposition,
    /// A title or office that somebody of the document bears.
    Title,
    /// A description that fits: "the bloc", "the city".
    Description,
    /// An actor without a name: "the rebels".
    Unnamed,
    /// A pronoun, by number, gender and syntax.
    Pronoun,
    /// "I" or "we" of somebody who is quoted.
    Quoted,
    /// "I" or "we" of those who issue the text.
    Issuer,
}

impl Reason {
    /// As it is written in a record.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Gazetteer => "gazetteer",
            Reason::NewName => "new-name",
            Reason::SameName => "same-name",
            Reason::Acronym => "acronym",
            Reason::Spelling => "spelling",
            Reason::ShortName => "short-name",
            Reason::Apposition => "apposition",
            Reason::Title => "title",
            Reason::Description => "description",
            Reason::Unnamed => "unnamed",
            Reason::Pronoun => "pronoun",
            Reason::Quoted => "quoted",
            Reason::Issuer => "issuer",
        }
    }

    /// In words, for a reader, behind "by".
    pub fn describe(self) -> &'static str {
        match self {
            Reason::Gazetteer => "a name of the gazetteer",
            Reason::NewName => "a name that the gazetteer lacks",
            Reason::SameName => "the same name again",
            Reason::Acronym => "acronym or initials",
            Reason::Spelling => "another spelling",
            Reason::ShortName => "a part of the name",
            Reason::Apposition => "apposition",
            Reason::Title => "title or office",
            Reason::Description => "description",
            Reason::Unnamed => "a description without a name",
            Reason::Pronoun => "pronoun",
            Reason::Quoted => "who is quoted",
            Reason::Issuer => "who issues the text",
        }
    }
}
