//! Sums, differences and multiples.

use super::super::error::{Class, QueryError, Result};
use super::super::value::Value;
use super::duration::Amount;
use super::{
    DAY, Date, DateTime, Duration, Temporal, Time, date_and_time, local_nanoseconds, too_far,
};

impl Temporal {
    /// `self + other`: of durations, or of one and a point in time.
    pub fn plus(&self, other: &Temporal) -> Result<Temporal> {
        match (self, other) {
            (Temporal::Duration(a), Temporal::Duration(b)) => {
                Ok(a.plus(b, 1).ok_or_else(too_far)?.into())
            }
            (point, Temporal::Duration(length)) | (Temporal::Duration(length), point) => {
                point.shift(length)
            }
            _ => Err(undefined("+", self, other.type_name())),
        }
    }

    /// `self - other`: of durations, or of a point in time and one.
    pub fn minus(&self, other: &Temporal) -> Result<Temporal> {
        match (self, other) {
            (Temporal::Duration(a), Temporal::Duration(b)) => {
                Ok(a.plus(b, -1).ok_or_else(too_far)?.into())
            }
            (point, Temporal::Duration(length)) => {
                point.shift(&Duration::default().plus(length, -1).ok_or_else(too_far)?)
            }
            _ => Err(undefined("-", self, other.type_name())
                .with_help("duration.between() gives what lies between two points in time")),
        }
    }

    /// `self * number`, of a duration.
    pub fn times(&self, number: &Value) -> Result<Temporal> {
        let scaled = match (self, number) {
            (Temporal::Duration(length), Value::Integer(by)) => {
                length.scale(|unit| unit.checked_mul(*by).map(Amount::from))
            }
            (Temporal::Duration(length), Value::Float(by)) => {
                length.scale(|unit| Amount::from_float(unit as f64 * by))
            }
            _ => return Err(undefined("*", self, number.type_name())),
        };
        Ok(scaled.ok_or_else(too_far)?.into())
    }

    /// `self / number`, of a duration.
    pub fn divided_by(&self, number: &Value) -> Result<Temporal> {
        let scaled = match (self, number) {
            (Temporal::Duration(_), Value::Integer(0)) => {
                return Err(QueryError::runtime(
                    Class::ArithmeticError,
                    "DivisionByZero",
                    "a duration divided by zero",
                ));
            }
            (Temporal::Duration(length), Value::Integer(by)) => length.scale(|unit| {
                let (unit, by) = (i128::from(unit), i128::from(*by));
                Some(Amount {
                    whole: unit / by,
                    fraction: (unit % by) as f64 / by as f64,
                })
            }),
            (Temporal::Duration(length), Value::Float(by)) => {
                length.scale(|unit| Amount::from_float(unit as f64 / by))
            }
            _ => return Err(undefined("/", self, number.type_name())),
        };
        Ok(scaled.ok_or_else(too_far)?.into())
    }

    /// Later by a duration: first its months, then its days, then its seconds. A type that knows
    /// no days or no hours leaves them out.
    fn shift(&self, by: &Duration) -> Result<Temporal> {
        let days_later = |date: Date| {
            let date = date
                .plus_months(by.months)
                .and_then(|date| date.plus_days(by.days));
            date.ok_or_else(too_far)
        };
        let turned = |time: &Time| {
            Time((i128::from(time.0) + by.clock()).rem_euclid(i128::from(DAY)) as i64)
        };
        Ok(match self {
            Temporal::Date(date) => {
                // What 64 bits of seconds hold is fewer days.
                let whole = (by.clock() / i128::from(DAY)) as i64;
                Temporal::Date(days_later(*date)?.plus_days(whole).ok_or_else(too_far)?)
            }
            Temporal::LocalTime(time) => Temporal::LocalTime(turned(time)),
            Temporal::Time(time, offset) => Temporal::Time(turned(time), *offset),
            Temporal::LocalDateTime(date, time) => {
                let (date, time) =
                    date_and_time(local_nanoseconds(days_later(*date)?, *time) + by.clock())?;
                Temporal::LocalDateTime(date, time)
            }
            Temporal::DateTime(at) => {
                let day = DateTime::new(
                    days_later(at.date)?,
                    at.time,
                    at.zone.clone(),
                    Some(at.offset),
                )?;
                DateTime::at(day.instant() + by.clock(), day.zone)?.into()
            }
            Temporal::Duration(_) => return Err(undefined("+", self, "DURATION")),
        })
    }
}

/// An operator between types that it does not know.
fn undefined(operator: &str, left: &Temporal, right: &str) -> QueryError {
    QueryError::runtime(
        Class::TypeError,
        "InvalidArgumentType",
        format!("{} {operator} {right} is not defined", left.type_name()),
    )
}
