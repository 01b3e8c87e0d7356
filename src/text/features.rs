//! The morphological features of Universal Dependencies that a token bears.

use super::labels::labels;
use std::fmt;

labels! {
    /// Singular or plural.
    Number { Sing = "Sing", Plur = "Plur", }
}

labels! {
    /// Past or present.
    Tense { Past = "Past", Pres = "Pres", }
}

labels! {
    /// Finite verb, infinitive, participle, gerund.
    VerbForm { Fin = "Fin", Ger = "Ger", Inf = "Inf", Part = "Part", }
}

labels! {
    /// The passive; the active bears no mark.
    Voice { Pass = "Pass", }
}

labels! {
    /// Indicative, imperative.
    Mood { Ind = "Ind", Imp = "Imp", }
}

labels! {
    /// First, second, third person.
    Person { First = "1", Second = "2", Third = "3", }
}

labels! {
    /// The gender of a pronoun.
    Gender { Fem = "Fem", Masc = "Masc", Neut = "Neut", }
}

labels! {
    /// The case of a pronoun.
    Case { Acc = "Acc", Gen = "Gen", Nom = "Nom", }
}

labels! {
    /// Positive, comparative, superlative.
    Degree { Cmp = "Cmp", Pos = "Pos", Sup = "Sup", }
}

/// What the form of a token says; `None` where it says nothing.
///
/// ```
/// use demarche::text::{Features, Number, Tense};
/// let features = Features {
///     number: Some(Number::Sing),
///     tense: Some(Tense::Pres),
///     ..Features::default()
/// };
/// assert_eq!(features.to_string(), "Number=Sing|Tense=Pres");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Features {
    /// Of a pronoun.
    pub case: Option<Case>,
    /// Of an adjective or adverb.
    pub degree: Option<Degree>,
    /// Of a pronoun.
    pub gender: Option<Gender>,
    /// Of a finite verb.
    pub mood: Option<Mood>,
    /// Of a noun, pronoun, demonstrative or finite verb.
    pub number: Option<Number>,
    /// Of a pronoun or finite verb.
    pub person: Option<Person>,
    /// Of a verb or participle.
    pub tense: Option<Tense>,
    /// Of a verb.
    pub verb_form: Option<VerbForm>,
    /// Of a participle that has a passive auxiliary or stands alone as a modifier.
    pub voice: Option<Voice>,
}

impl fmt::Display for Features {
    /// As in CoNLL-U, in alphabetical order; nothing where there are none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [
            ("Case", self.case.map(Case::as_str)),
            ("Degree", self.degree.map(Degree::as_str)),
            ("Gender", self.gender.map(Gender::as_str)),
            ("Mood", self.mood.map(Mood::as_str)),
            ("Number", self.number.map(Number::as_str)),
            ("Person", self.person.map(Person::as_str)),
            ("Tense", self.tense.map(Tense::as_str)),
            ("VerbForm", self.verb_form.map(VerbForm::as_str)),
            ("Voice", self.voice.map(Voice::as_str)),
        ];
        let mut first = true;
        for (name, value) in all {
            if let Some(value) = value {
                if !first {
                    f.write_str("|")?;
                }
                write!(f, "{name}={value}")?;
                first = false;
            }
        }
        Ok(())
    }
}
