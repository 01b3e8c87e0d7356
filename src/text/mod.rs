//! The noun *text*: an article, and the document that is the article with what was read off it.
//!
//! No algorithms live here. A [`Document`] is built once by `annotate` and never edited; later
//! stages make new values ([`Mention`], facts) whose [`Span`]s point into its text.

mod article;
mod calendar;
mod document;
mod features;
mod labels;
mod mention;
mod quotation;
mod reason;
mod referent;
mod span;
mod tree;
mod when;

pub use article::{Article, Meta};
pub use calendar::{is_calendar_word, month_number, weekday_number};
pub use document::{Document, Sentence, Token};
pub use features::{Case, Degree, Features, Gender, Mood, Number, Person, Tense, VerbForm, Voice};
pub use labels::{Deprel, Upos};
pub use mention::{Mention, MentionKind};
pub use quotation::quotations;
pub use reason::Reason;
pub use referent::{Referent, Resolution};
pub use span::{CodePoints, CodeSpan, Span};
pub use tree::Tree;
pub use when::{Bound, Precision, When};
