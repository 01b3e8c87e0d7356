//! What somebody may have meant who typed a name that is not there.

use super::Graph;

impl Graph {
    /// The names and aliases nearest to one that nothing bears, at most `limit`, the nearest first.
    pub fn nearest(&self, name: &str, limit: usize) -> Vec<&str> {
        let entities = self.entities();
        let names = entities.flat_map(|entity| [vec![entity.name()], entity.aliases()].concat());
        nearest(name, names, limit)
    }
}

/// The candidates nearest to `wanted`, at most `limit`: those that hold it or lie within it first,
/// then those a few letters away; nothing that is merely somewhere in the same alphabet.
pub fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let plain: Vec<char> = wanted.to_lowercase().chars().collect();
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&plain, candidate)?, candidate)))
        .collect();
    scored.sort_unstable();
    scored.dedup_by_key(|(_, candidate)| *candidate);
    scored.truncate(limit);
    scored.into_iter().map(|(_, candidate)| candidate).collect()
}

/// How far a candidate is; `None` where it is too far to be meant.
fn distance(wanted: &[char], candidate: &str) -> Option<usize> {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    let holds = |a: &[char], b: &[char]| b.len() > 2 && a.windows(b.len()).any(|part| part == b);
    if holds(&candidate, wanted) || holds(wanted, &candidate) {
        return Some(0);
    }
    let allowed = 1 + wanted.len().min(candidate.len()) / 4;
    // Letters added, dropped, changed, or two exchanged.
    let text = |chars: &[char]| chars.iter().collect::<String>();
    let edits = strsim::osa_distance(&text(wanted), &text(&candidate));
    (edits <= allowed).then_some(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] = [
        "Ukraine",
        "Uganda",
        "Volodymyr Zelensky",
        "Antony J. Blinken",
        "Iran",
        "Iraq",
    ];

    #[test]
    fn misspelt_and_partial_names_are_found() {
        assert_eq!(nearest("Urkaine", NAMES, 3), ["Ukraine"]);
        assert_eq!(nearest("Zelensky", NAMES, 3), ["Volodymyr Zelensky"]);
        assert_eq!(nearest("antony blinken", NAMES, 3), ["Antony J. Blinken"]);
        assert_eq!(nearest("the Ukraine", NAMES, 3), ["Ukraine"]);
        assert_eq!(nearest("Iram", NAMES, 3), ["Iran", "Iraq"]);
    }

    #[test]
    fn what_is_far_is_not_offered() {
        assert!(nearest("Brazil", NAMES, 3).is_empty());
        assert!(nearest("", NAMES, 3).is_empty());
    }
}
