//! Sentences with a source and a target marked by `<s>...</s>` and `<t>...</t>`.

use crate::text::Span;

/// A sentence without its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The sentence.
    pub text: String,
    /// The first stretch that is marked as source.
    pub source: Option<Span>,
    /// The first stretch that is marked as target.
    pub target: Option<Span>,
}

/// Takes the marks out of a sentence.
///
/// ```
/// use demarche::code::unmark;
/// let marked = unmark("<s>Turkey</s> freed <t>two journalists</t>.");
/// assert_eq!(marked.text, "Turkey freed two journalists.");
/// assert_eq!(marked.target.unwrap().of(&marked.text), "two journalists");
/// ```
pub fn unmark(sentence: &str) -> Marked {
    let mut marked = Marked {
        text: String::with_capacity(sentence.len()),
        source: None,
        target: None,
    };
    let mut open = [None; 2];
    let mut rest = sentence;
    while let Some(at) = rest.find('<') {
        marked.text.push_str(&rest[..at]);
        rest = &rest[at..];
        let here = marked.text.len();
        let mark = ["<s>", "<t>", "</s>", "</t>"]
            .iter()
            .position(|mark| rest.starts_with(mark));
        match mark {
            Some(index) => {
                rest = &rest[if index < 2 { 3 } else { 4 }..];
                let found = [&mut marked.source, &mut marked.target];
                match index < 2 {
                    true => open[index] = Some(here),
                    false => {
                        if let Some(start) = open[index - 2].take() {
                            let [source, target] = found;
                            let span = if index == 2 { source } else { target };
                            *span = span.or(Some(Span::new(start, here)));
                        }
                    }
                }
            }
            None => {
                marked.text.push('<');
                rest = &rest[1..];
            }
        }
    }
    marked.text.push_str(rest);
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_others_kept() {
        let marked = unmark("a < b <t>T</t> <s>S</s> <s>S2</s></t>");
        assert_eq!(marked.text, "a < b T S S2");
        assert_eq!(marked.source.map(|s| s.range()), Some(8..9));
        assert_eq!(marked.target.map(|s| s.range()), Some(6..7));
        assert_eq!(unmark("no <s>end").source, None);
    }
}
