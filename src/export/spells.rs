//! When something was spoken of: the days of dated documents as a list of spells.
//!
//! A date may be a day, a month or a year and then means all its days; a time of day is passed
//! over. What is no date says nothing.

use crate::graph::hash::HashMap;
use crate::graph::{Entity, Graph, Relation, Shared};
use jiff::civil::Date;

/// From the first day to the last, both included.
pub(super) type Spell = (Date, Date);

/// The days of each document that has a date.
pub(super) struct Calendar<'a>(HashMap<&'a str, Spell>);

impl<'a> Calendar<'a> {
    pub(super) fn of(graph: &'a Graph) -> Calendar<'a> {
        let documents = graph.documents().iter();
        let dated = documents.filter_map(|(id, document)| {
            let days = days(document.date.as_deref()?)?;
            Some((id.as_str(), days))
        });
        Calendar(dated.collect())
    }

    /// Whether no document has a date.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When documents speak of an entity.
    pub(super) fn entity(&self, entity: &Entity) -> Vec<Spell> {
        self.joined(entity.appearances().keys().map(Shared::as_str))
    }

    /// When documents state a relation.
    pub(super) fn relation(&self, relation: &Relation) -> Vec<Spell> {
        self.joined(relation.documents().into_iter())
    }

    /// The days of some documents, in order; those that overlap or follow each other are one spell.
    fn joined<'b>(&self, documents: impl Iterator<Item = &'b str>) -> Vec<Spell> {
        let spells = documents.filter_map(|id| self.0.get(id).copied());
        let mut spells: Vec<Spell> = spells.collect();
        spells.sort_unstable();
        spells.dedup_by(|later, earlier| {
            let next = earlier.1.tomorrow().unwrap_or(earlier.1);
            let joins = later.0 <= next;
            if joins {
                earlier.1 = earlier.1.max(later.1);
            }
            joins
        });
        spells
    }
}

/// The first and the last day that an ISO 8601 date means.
pub(super) fn days(text: &str) -> Option<Spell> {
    let date = text.split(['T', ' ']).next()?;
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    let number = |text: &str, digits: usize| -> Option<i16> {
        let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| text.parse().ok())?
    };
    if parts.next().is_some() {
        return None;
    }
    let year = number(year, 4)?;
    let part = |text: Option<&str>| text.map(|text| number(text, 2));
    match (part(month), part(day)) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month? as i8, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let day = Date::new(year, month? as i8, day? as i8).ok()?;
            Some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_date_means_all_its_days() {
        assert_eq!(days("2023"), Some((date(2023, 1, 1), date(2023, 12, 31))));
        assert_eq!(days("2024-02"), Some((date(2024, 2, 1), date(2024, 2, 29))));
        let day = Some((date(2024, 2, 3), date(2024, 2, 3)));
        assert_eq!(days("2024-02-03"), day);
        assert_eq!(days("2024-02-03T10:00:00Z"), day);
        for none in [
            "",
            "2024-13",
            "2023-02-29",
            "24-02-03",
            "May 2024",
            "2024-02-03-04",
            "+123",
        ] {
            assert_eq!(days(none), None, "{none}");
        }
    }

    #[test]
    fn days_that_follow_each_other_are_one_spell() {
        let day = |day| (date(2024, 5, day), date(2024, 5, day));
        let documents = [
            ("a", day(1)),
            ("b", day(2)),
            ("c", day(9)),
            ("d", (date(2024, 5, 8), date(2024, 6, 1))),
        ];
        let calendar = Calendar(documents.into_iter().collect());
        let spells = calendar.joined(["c", "b", "x", "a", "d", "a"].into_iter());
        assert_eq!(
            spells,
            [
                (date(2024, 5, 1), date(2024, 5, 2)),
                (date(2024, 5, 8), date(2024, 6, 1))
            ]
        );
    }
}
