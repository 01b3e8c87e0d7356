//! What the tag and the form of a word say about number, tense, person and the like. In English
//! the Penn tag all but decides them; pronouns and the forms of "be" are a list.

use crate::text::{
    Case, Degree, Features, Gender, Mood, Number, Person, Tense, Upos, VerbForm, Voice,
};

/// The features of a token, `form` in lower case. Whether a participle is passive is seen in the
/// tree: `passive` says that it has a passive auxiliary or subject, `modifier` that it modifies a
/// noun without an auxiliary.
pub(crate) fn features(
    upos: Upos,
    xpos: &str,
    form: &str,
    passive: bool,
    modifier: bool,
) -> Features {
    let mut f = Features::default();
    let verbal = matches!(upos, Upos::Verb | Upos::Aux);
    match xpos {
        "NN" | "NNP" if matches!(upos, Upos::Noun | Upos::Propn) => f.number = Some(Number::Sing),
        "NNS" | "NNPS" => f.number = Some(Number::Plur),
        "JJ" | "NNP" if upos == Upos::Adj => f.degree = Some(Degree::Pos),
        "JJR" | "RBR" => f.degree = Some(Degree::Cmp),
        "JJS" | "RBS" => f.degree = Some(Degree::Sup),
        "MD" => f.verb_form = Some(VerbForm::Fin),
        "VB" => f.verb_form = Some(VerbForm::Inf),
        "VBD" if verbal => {
            f.mood = Some(Mood::Ind);
            f.tense = Some(Tense::Past);
            f.verb_form = Some(VerbForm::Fin);
            match form {
                "was" => {
                    f.number = Some(Number::Sing);
                }
                "were" => f.number = Some(Number::Plur),
                _ => {}
            }
        }
        "VBP" if verbal => {
            f.mood = Some(Mood::Ind);
            f.tense = Some(Tense::Pres);
            f.verb_form = Some(VerbForm::Fin);
            if matches!(form, "am" | "'m" | "’m") {
                f.number = Some(Number::Sing);
                f.person = Some(Person::First);
            }
        }
        "VBZ" if verbal => {
            f.mood = Some(Mood::Ind);
            f.tense = Some(Tense::Pres);
            f.verb_form = Some(VerbForm::Fin);
            f.number = Some(Number::Sing);
            f.person = Some(Person::Third);
        }
        "VBG" if verbal => {
            f.tense = Some(Tense::Pres);
            f.verb_form = Some(VerbForm::Part);
        }
        "VBN" if verbal => {
            f.tense = Some(Tense::Past);
            f.verb_form = Some(VerbForm::Part);
            if passive || modifier {
                f.voice = Some(Voice::Pass);
            }
        }
        "PRP" | "PRP$" => pronoun(xpos, form, &mut f),
        _ => demonstrative(upos, form, &mut f),
    }
    f
}

fn pronoun(xpos: &str, form: &str, f: &mut Features) {
    use Person::{First, Second, Third};
    let possessive = xpos == "PRP$";
    let row = match form {
        "i" => (First, Some(Number::Sing), None, Some(Case::Nom)),
        "me" => (First, Some(Number::Sing), None, Some(Case::Acc)),
        "my" | "mine" => (First, Some(Number::Sing), None, None),
        "myself" => (First, Some(Number::Sing), None, Some(Case::Acc)),
        "we" => (First, Some(Number::Plur), None, Some(Case::Nom)),
        "us" | "ourselves" | "'s" | "’s" => (First, Some(Number::Plur), None, Some(Case::Acc)),
        "our" | "ours" => (First, Some(Number::Plur), None, None),
        "you" | "your" | "yours" => (Second, None, None, None),
        "yourself" => (Second, Some(Number::Sing), None, Some(Case::Acc)),
        "yourselves" => (Second, Some(Number::Plur), None, Some(Case::Acc)),
        "he" => (
            Third,
            Some(Number::Sing),
            Some(Gender::Masc),
            Some(Case::Nom),
        ),
        "him" | "himself" => (
            Third,
            Some(Number::Sing),
            Some(Gender::Masc),
            Some(Case::Acc),
        ),
        "his" => (Third, Some(Number::Sing), Some(Gender::Masc), None),
        "she" => (
            Third,
            Some(Number::Sing),
            Some(Gender::Fem),
            Some(Case::Nom),
        ),
        "her" | "hers" | "herself" => (
            Third,
            Some(Number::Sing),
            Some(Gender::Fem),
            (!possessive).then_some(Case::Acc),
        ),
        "it" | "itself" => (Third, Some(Number::Sing), Some(Gender::Neut), None),
        "its" => (Third, Some(Number::Sing), Some(Gender::Neut), None),
        "they" => (Third, Some(Number::Plur), None, Some(Case::Nom)),
        "them" | "themselves" | "'em" | "’em" => {
            (Third, Some(Number::Plur), None, Some(Case::Acc))
        }
        "their" | "theirs" => (Third, Some(Number::Plur), None, None),
        _ => return,
    };
    let (person, number, gender, case) = row;
    f.person = Some(person);
    f.number = number;
    f.gender = gender;
    f.case = if possessive { Some(Case::Gen) } else { case };
}

fn demonstrative(upos: Upos, form: &str, f: &mut Features) {
    if matches!(upos, Upos::Det | Upos::Pron) {
        match form {
            "this" | "that" => f.number = Some(Number::Sing),
            "these" | "those" => f.number = Some(Number::Plur),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_forms_decide() {
        let text = |upos, xpos, form: &str| features(upos, xpos, form, false, false).to_string();
        assert_eq!(
            text(Upos::Verb, "VBZ", "demands"),
            "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
        );
        assert_eq!(
            text(Upos::Pron, "PRP$", "her"),
            "Case=Gen|Gender=Fem|Number=Sing|Person=3"
        );
        assert_eq!(text(Upos::Noun, "NNS", "talks"), "Number=Plur");
        assert_eq!(text(Upos::Punct, ".", "."), "");
        assert_eq!(
            features(Upos::Verb, "VBN", "signed", true, false).to_string(),
            "Tense=Past|VerbForm=Part|Voice=Pass"
        );
    }
}
