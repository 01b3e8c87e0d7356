//! What an expression means on the calendar, seen from the day of publication: "Tuesday" in a
//! report of Thursday is the one before it, "in February" the last one, unless the clause speaks
//! of what is to come.

use super::grammar::{Phrase, Unit};
use crate::text::{Precision, When};
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// Which way the clause around an expression looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Future,
    /// It does not say ("the 17 November meeting").
    Open,
}

/// From when an article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    pub date: Date,
    /// How finely it is known.
    pub precision: Precision,
    /// It is the publication date; else it is only the last date that the text gives in full, and
    /// what is said of "Tuesday" or "last month" stays open.
    pub published: bool,
}

/// How far ahead of its publication an article speaks without saying that it does.
const AHEAD: i32 = 60;
/// How far behind its last event the last full date of an article may lie.
const BEHIND: i32 = 150;

/// The time that an expression means; `None` where nothing tells.
pub(super) fn resolve(
    phrase: &Phrase,
    reference: Option<Reference>,
    last: Option<When>,
    direction: Direction,
) -> Option<When> {
    let exact = || reference.filter(|r| r.published && r.precision == Precision::Day);
    match *phrase {
        Phrase::Day { year, month, day } => {
            let date = match year {
                Some(year) => Date::new(year, month, day).ok()?,
                None => day_near(month, day, reference?, direction)?,
            };
            Some(When::at(date, Precision::Day))
        }
        Phrase::Month { year, month } => {
            let date = match year {
                Some(year) => Date::new(year, month, 1).ok()?,
                None => month_near(month, reference?, direction)?,
            };
            Some(When::at(date, Precision::Month))
        }
        Phrase::Years(first, last) => {
            let [first, last] = [first, last].map(|year| Date::new(year, 1, 1).ok());
            Some(When::between(first?, last?, Precision::Year))
        }
        Phrase::Season { year, first, last } => {
            let [first, last] = [first, last].map(|month| Date::new(year, month, 1).ok());
            let mut season = When::between(first?, last?, Precision::Month);
            season.approximate = true;
            Some(season)
        }
        Phrase::Weekday { day, shift } => {
            let date = weekday_near(day, shift, exact()?.date, direction)?;
            Some(When::at(date, Precision::Day))
        }
        Phrase::Day0(days) => {
            let date = exact()?.date.checked_add(days.days()).ok()?;
            Some(When::at(date, Precision::Day))
        }
        Phrase::Shifted(unit, shift) => {
            let seen = reference?;
            let fine = match unit {
                Unit::Year => true,
                Unit::Month => seen.published && seen.precision <= Precision::Month,
                _ => exact().is_some(),
            };
            fine.then(|| shifted(unit, shift, seen.date))?
        }
        Phrase::MonthBeside { month, next } => {
            let seen = reference?;
            let direction = match next {
                true => Direction::Future,
                false => Direction::Past,
            };
            let date = month_near(month, seen, direction)?;
            Some(When::at(date, Precision::Month))
        }
        Phrase::Away {
            count,
            unit,
            from_text,
        } => {
            let (from, known) = match from_text {
                true => last.map(|last| (last.start, last.precision))?,
                false => reference
                    .filter(|r| r.published)
                    .map(|r| (r.date, r.precision))?,
            };
            let (step, precision): (Span, _) = match unit {
                Unit::Day => (count.days(), Precision::Day),
                Unit::Week | Unit::Weekend => ((7 * count).days(), Precision::Day),
                Unit::Month => (count.months(), Precision::Month),
                Unit::Year => (count.years(), Precision::Year),
            };
            let date = from.checked_add(step).ok()?;
            let fine = known <= precision;
            // "Two weeks ago" is not that day.
            let mut when = match unit {
                Unit::Week | Unit::Weekend if !from_text => shifted(Unit::Week, 0, date)?,
                _ => When::at(date, precision),
            };
            when.approximate = unit != Unit::Day;
            fine.then_some(when)
        }
        Phrase::Same(unit) => {
            let last = last?;
            let precision = match unit {
                Unit::Day => Precision::Day,
                Unit::Month => Precision::Month,
                Unit::Year => Precision::Year,
                Unit::Week | Unit::Weekend => return None,
            };
            (last.precision <= precision).then(|| When::at(last.start, precision))
        }
        Phrase::Span(ref first, ref second) => {
            let first = resolve(first, reference, last, direction)?;
            let second = resolve(second, reference, Some(first), direction)?;
            let precision = first.precision.max(second.precision);
            (first.start <= second.start)
                .then(|| When::between(first.start, second.start, precision))
        }
    }
}

/// The week, month or year so many units from that of a date.
fn shifted(unit: Unit, shift: i32, date: Date) -> Option<When> {
    let since_monday = i32::from(date.weekday().since(Weekday::Monday));
    let monday = |shift: i32| date.checked_add((7 * shift - since_monday).days()).ok();
    Some(match unit {
        Unit::Day => When::at(date.checked_add(shift.days()).ok()?, Precision::Day),
        Unit::Week => {
            let monday = monday(shift)?;
            When::between(monday, monday.checked_add(6.days()).ok()?, Precision::Day)
        }
        Unit::Weekend => {
            let monday = monday(shift)?;
            let saturday = monday.checked_add(5.days()).ok()?;
            When::between(
                saturday,
                saturday.checked_add(1.day()).ok()?,
                Precision::Day,
            )
        }
        Unit::Month => {
            let first = date.first_of_month();
            When::at(first.checked_add(shift.months()).ok()?, Precision::Month)
        }
        Unit::Year => {
            let first = date.first_of_year();
            When::at(first.checked_add(shift.years()).ok()?, Precision::Year)
        }
    })
}

fn days_from(date: Date, to: Date) -> i32 {
    date.until(to).map_or(0, |span| span.get_days())
}

/// The day of some year that an article means by a day and a month.
fn day_near(month: i8, day: i8, seen: Reference, direction: Direction) -> Option<Date> {
    let this = seen.date.year();
    if seen.precision == Precision::Year {
        return Date::new(this, month, day).ok();
    }
    let years = [this - 1, this, this + 1];
    let dates = years.map(|year| Date::new(year, month, day).ok());
    let mut dates = dates.into_iter().flatten();
    let ahead = match (direction, seen.published) {
        (Direction::Future, _) => {
            let found = dates.find(|&date| days_from(seen.date, date) >= 0);
            return found;
        }
        (Direction::Past, true) => 0,
        (Direction::Open, true) => AHEAD,
        (_, false) => BEHIND,
    };
    dates.rfind(|&date| days_from(seen.date, date) <= ahead)
}

/// The first of the month of some year that an article means by a month.
fn month_near(month: i8, seen: Reference, direction: Direction) -> Option<Date> {
    let this = seen.date.year();
    if seen.precision == Precision::Year {
        return Date::new(this, month, 1).ok();
    }
    let ahead = i32::from(month) - i32::from(seen.date.month());
    let year = match direction {
        Direction::Future if ahead < 0 => this + 1,
        Direction::Future => this,
        Direction::Open if ahead == 1 => this,
        _ if ahead > 0 => this - 1,
        _ => this,
    };
    Date::new(year, month, 1).ok()
}

/// The weekday that a report of a day means.
fn weekday_near(day: i8, shift: Option<i8>, seen: Date, direction: Direction) -> Option<Date> {
    let today = seen.weekday().to_monday_one_offset();
    let back = i32::from((today - day).rem_euclid(7));
    let days = match (shift, direction) {
        (Some(0), _) => i32::from(day - today),
        (Some(shift), _) if shift < 0 => -if back == 0 { 7 } else { back },
        (Some(_), _) => 7 - back,
        (None, Direction::Future) if back > 0 => 7 - back,
        (None, _) => -back,
    };
    seen.checked_add(days.days()).ok()
}
