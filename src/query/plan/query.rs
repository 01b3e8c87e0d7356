//! Clauses one after another become stages.

use super::super::ast::{self, Clause, ExprKind, Union};
use super::super::error::Result;
use super::super::function::Context;
use super::super::store::Store;
use super::scope::{Params, Planner, Scope};
use super::{Branch, Expr, Kind, Operator, Plan, Projection, Slot, Stage};

/// A plan and how much room its rows take.
#[derive(Debug)]
pub struct Planned {
    /// What is done.
    pub plan: Plan,
    /// How many slots a row has.
    pub slots: usize,
    /// How many operators are counted.
    pub operators: usize,
}

/// Plans a query for a store and the values of its parameters.
pub fn plan<S: Store>(
    query: &ast::Query,
    text: &str,
    store: &S,
    params: &Params,
    context: &Context,
) -> Result<Planned> {
    let mut planner = Planner::new(store, params, text, context);
    let plan = planner.query(query)?;
    Ok(Planned {
        plan,
        slots: planner.slot_count(),
        operators: planner.operator_count(),
    })
}

impl<S: Store> Planner<'_, S> {
    /// A query or a subquery; what it binds is not known behind it.
    pub(super) fn query(&mut self, query: &ast::Query) -> Result<Plan> {
        Ok(self.named_query(query)?.0)
    }

    /// The same with the names of its columns.
    fn named_query(&mut self, query: &ast::Query) -> Result<(Plan, Vec<String>)> {
        let mut branches = Vec::new();
        let mut names = Vec::new();
        for branch in &query.branches {
            let (branch, columns) = self.scoped(|planner| planner.branch(branch))?;
            branches.push(branch);
            if names.is_empty() {
                names = columns;
            }
        }
        let distinct = query.unions.contains(&Union::Distinct);
        Ok((Plan { branches, distinct }, names))
    }

    fn branch(&mut self, branch: &ast::Branch) -> Result<(Branch, Vec<String>)> {
        let mut stages = Vec::new();
        let mut operators = Vec::new();
        let mut rows = 1.0;
        let mut columns = Vec::new();
        for clause in &branch.clauses {
            match clause {
                Clause::Match(found) => self.match_clause(found, &mut operators, &mut rows)?,
                Clause::Unwind(unwind) => {
                    let list = self.expr(&unwind.list)?;
                    let item = self.bind(&unwind.variable.name);
                    rows *= match list.constant() {
                        Some(super::super::value::Value::List(items)) => items.len() as f64,
                        _ => 10.0,
                    };
                    let detail = self.words(&unwind.span);
                    operators.push(self.operator(Kind::Unwind { list, item }, detail, rows));
                }
                Clause::Subquery(subquery) => {
                    operators.push(self.subquery(subquery, rows)?);
                }
                Clause::With(projection) | Clause::Return(projection) => {
                    let (made, scope) = self.projection(projection, &mut operators, &mut rows)?;
                    columns = scope;
                    self.scope = columns.iter().cloned().collect();
                    stages.push(Stage {
                        operators: std::mem::take(&mut operators),
                        projection: Some(made),
                    });
                }
            }
        }
        if !operators.is_empty() {
            stages.push(Stage {
                operators,
                projection: None,
            });
        }
        let (names, columns) = columns.into_iter().unzip();
        Ok((Branch { stages, columns }, names))
    }

    pub(super) fn operator(&mut self, kind: Kind, detail: String, estimate: f64) -> Operator {
        Operator {
            kind,
            detail,
            estimate,
            id: self.new_operator(),
        }
    }

    fn subquery(&mut self, subquery: &ast::Subquery, rows: f64) -> Result<Operator> {
        let (plan, names) = self.scoped(|planner| {
            if let Some(imports) = &subquery.imports {
                let mut inner = Scope::new();
                for variable in imports {
                    inner.insert(variable.name.clone(), planner.find(&variable.name)?);
                }
                planner.scope = inner;
            }
            planner.named_query(&subquery.query)
        })?;
        let into = names.iter().map(|name| self.bind(name)).collect();
        let detail = names.join(", ");
        Ok(self.operator(Kind::Subquery { plan, into }, detail, rows))
    }

    /// The plan of a path within an expression: the rows that match, or a value of each.
    pub(super) fn path_plan(
        &mut self,
        pattern: &ast::PathPattern,
        predicate: Option<&ast::Expr>,
        projection: Option<&ast::Expr>,
    ) -> Result<Plan> {
        let found = ast::Match {
            optional: false,
            patterns: vec![pattern.clone()],
            predicate: predicate.cloned(),
            span: pattern.span.clone(),
        };
        self.scoped(|planner| {
            let mut operators = Vec::new();
            planner.match_clause(&found, &mut operators, &mut 1.0)?;
            let mut columns = Vec::new();
            let projection = match projection {
                None => None,
                Some(expr) => {
                    let (slot, computed) = planner.column(expr)?;
                    columns.push(slot);
                    Some(Projection {
                        computed: computed.into_iter().collect(),
                        columns: columns.clone(),
                        detail: planner.words(&expr.span),
                        id: planner.new_operator(),
                        estimate: 1.0,
                        ..Projection::default()
                    })
                }
            };
            let stages = vec![Stage {
                operators,
                projection,
            }];
            Ok(Plan {
                branches: vec![Branch { stages, columns }],
                distinct: false,
            })
        })
    }

    /// The slot of a column and, unless a variable has it already, what is computed into it.
    pub(super) fn column(&mut self, expr: &ast::Expr) -> Result<(Slot, Option<(Slot, Expr)>)> {
        if let ExprKind::Variable(name) = &expr.kind {
            return Ok((self.find(name)?, None));
        }
        let made = self.expr(expr)?;
        let slot = self.new_slot();
        Ok((slot, Some((slot, made))))
    }
}
