//! Durations: months, days and seconds, which are not of one another's measure. Where a fraction
//! of a month or of a day is asked for, it becomes days and seconds by the mean of the calendar.

use super::{DAY, SECOND};

/// A length of time. Months have no fixed number of days, nor days of hours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Duration {
    pub(super) months: i64,
    pub(super) days: i64,
    pub(super) seconds: i64,
    /// Of the second, from 0 to 999,999,999, whatever the sign of the seconds.
    pub(super) nanoseconds: i64,
}

/// Nanoseconds of a mean month: the twelfth of 365.2425 days.
const MONTH: i64 = 2_629_746 * SECOND;

/// A number whose whole part is exact, the fraction of the same sign.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Amount {
    pub(super) whole: i128,
    pub(super) fraction: f64,
}

impl From<i64> for Amount {
    fn from(whole: i64) -> Amount {
        Amount {
            whole: whole.into(),
            fraction: 0.0,
        }
    }
}

impl Amount {
    /// A float, unless it is greater than anything that is counted here.
    pub(super) fn from_float(number: f64) -> Option<Amount> {
        let whole = number.trunc();
        (whole.abs() < 1e19).then_some(Amount {
            whole: whole as i128,
            fraction: number.fract(),
        })
    }

    /// Times a number of smaller units.
    pub(super) fn times(self, by: i64) -> Amount {
        // 0.7 seconds are 700,000,000 nanoseconds, though a float of 0.7 is a little less.
        let product = self.fraction * by as f64;
        let near = product.round();
        let is_near = (product - near).abs() <= (by as f64 * 1e-14).min(0.5);
        let whole = if is_near { near } else { product.trunc() };
        Amount {
            whole: self.whole * i128::from(by) + whole as i128,
            fraction: if is_near { 0.0 } else { product.fract() },
        }
    }

    pub(super) fn plus(self, other: Amount) -> Amount {
        let fraction = self.fraction + other.fraction;
        Amount {
            whole: self.whole + other.whole + fraction.trunc() as i128,
            fraction: fraction.fract(),
        }
    }
}

impl Duration {
    /// Of whole months, days and nanoseconds, if 64 bits hold them.
    pub(super) fn new(months: i128, days: i128, nanoseconds: i128) -> Option<Duration> {
        Some(Duration {
            months: months.try_into().ok()?,
            days: days.try_into().ok()?,
            seconds: nanoseconds.div_euclid(SECOND.into()).try_into().ok()?,
            // Less than a second.
            nanoseconds: nanoseconds.rem_euclid(SECOND.into()) as i64,
        })
    }

    /// Of amounts, whose fractions become smaller units. Of a nanosecond there is no fraction.
    pub(super) fn cascade(months: Amount, days: Amount, nanoseconds: Amount) -> Option<Duration> {
        let part = Amount { whole: 0, ..months }.times(MONTH);
        let days = days.times(DAY).plus(part).whole;
        let day = i128::from(DAY);
        Duration::new(months.whole, days / day, nanoseconds.whole + days % day)
    }

    /// The seconds and their nanoseconds together.
    pub(super) fn clock(&self) -> i128 {
        i128::from(self.seconds) * i128::from(SECOND) + i128::from(self.nanoseconds)
    }

    /// How long it is where nothing says which months and days.
    pub(super) fn mean(&self) -> i128 {
        i128::from(self.months) * i128::from(MONTH)
            + i128::from(self.days) * i128::from(DAY)
            + self.clock()
    }

    /// The sum, the second times a sign.
    pub(super) fn plus(&self, other: &Duration, sign: i64) -> Option<Duration> {
        let add = |a: i128, b: i128| a + b * i128::from(sign);
        Duration::new(
            add(self.months.into(), other.months.into()),
            add(self.days.into(), other.days.into()),
            add(self.clock(), other.clock()),
        )
    }

    /// Each unit made another amount, fractions then becoming smaller units.
    pub(super) fn scale(&self, by: impl Fn(i64) -> Option<Amount>) -> Option<Duration> {
        let nanoseconds = by(self.seconds)?.times(SECOND).plus(by(self.nanoseconds)?);
        Duration::cascade(by(self.months)?, by(self.days)?, nanoseconds)
    }
}
