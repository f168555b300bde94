//! Header and footer rows: labelled cells outside the indicator block.

use crate::finding::Place;
use crate::mapping::lexicon::{FieldDef, Lexicon};
use crate::mapping::schema::FieldKind;
use crate::mapping::{clean, inline};
use crate::model::{Cell, Grid, Use};
use crate::text;

/// More cells with text than any header row has.
const MOST_CELLS: usize = 512;

/// A labelled value found in a header, footer or running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The field's definition.
    pub field: FieldDef,
    /// The column of a money table that it stands in.
    pub column: Option<&'static str>,
    /// The label as printed.
    pub label: String,
    /// The value as printed.
    pub value: String,
    /// Where it stands; row 0 in running text.
    pub place: Place,
}

/// What the rows above leave open for the rows below.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// Heads of money columns: first and last grid column and role.
    money: Vec<(usize, usize, &'static str)>,
    /// Field labels that head the cells below them: first and last grid column and field.
    heads: Vec<(usize, usize, FieldDef, String)>,
    /// A label that spans rows: its last row, the column after it, field and label.
    open: Option<(usize, usize, FieldDef, String)>,
}

/// What a header cell says.
enum Sign<'a> {
    Pairs(Vec<inline::Pair<'a>>),
    Label(&'a FieldDef),
    Caption,
    Value,
}

fn sign<'a>(raw: &str, lexicon: &'a Lexicon) -> Sign<'a> {
    if let Some(pairs) = inline::pairs(raw, lexicon) {
        return Sign::Pairs(pairs);
    }
    let key = text::key(raw);
    if key.chars().count() <= 24
        && let Some(field) = lexicon.field(&key)
    {
        return Sign::Label(field);
    }
    match lexicon.captions.get(&key) {
        Some(_) => Sign::Caption,
        None => Sign::Value,
    }
}

impl Header {
    /// Forgets what was open; called where an indicator block begins.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    /// Reads one row; marks the cells it used and gives what it found.
    pub fn row(&mut self, grid: &Grid, row: usize, lexicon: &Lexicon, uses: &mut [Use]) -> Vec<Found> {
        let cells: Vec<usize> = grid
            .row_cells(row)
            .into_iter()
            .filter(|&i| grid.cells[i].row == row && !grid.cells[i].is_blank() && uses[i] == Use::Blank)
            .collect();
        if cells.is_empty() || cells.len() > MOST_CELLS {
            return Vec::new();
        }
        if self.money_heads(grid, &cells, lexicon, uses) {
            return Vec::new();
        }
        if let Some(found) = self.money_row(grid, row, &cells, lexicon, uses) {
            return found;
        }
        if self.field_heads(grid, row, &cells, lexicon, uses) {
            return Vec::new();
        }
        self.labels(grid, &cells, lexicon, uses)
    }

    /// A row with two or more heads of money columns and nothing but labels.
    fn money_heads(&mut self, grid: &Grid, cells: &[usize], lexicon: &Lexicon, uses: &mut [Use]) -> bool {
        let mut heads: Vec<(usize, usize, &'static str, usize)> = Vec::new();
        let mut others = Vec::new();
        for &i in cells {
            let cell = &grid.cells[i];
            match lexicon.money_columns.get(&text::key(&cell.text)) {
                Some(role) => heads.push((cell.col, cell.col + cell.colspan - 1, role, i)),
                None => others.push(i),
            }
        }
        let labelled = others.iter().all(|&i| !matches!(sign(&grid.cells[i].text, lexicon), Sign::Value));
        let amounts = heads.iter().filter(|h| !matches!(h.2, "weight" | "score" | "rate")).count();
        if heads.len() < 2 || amounts == 0 || !labelled {
            return false;
        }
        for &(.., role, i) in &heads {
            uses[i] = Use::Label(format!("money.{role}"));
        }
        for &i in &others {
            uses[i] = label_use(&grid.cells[i].text, lexicon);
        }
        self.money = heads.into_iter().map(|(start, end, role, _)| (start, end, role)).collect();
        self.heads.clear();
        true
    }

    /// A row of amounts under money heads: its label, then a value a column.
    fn money_row(
        &mut self,
        grid: &Grid,
        row: usize,
        cells: &[usize],
        lexicon: &Lexicon,
        uses: &mut [Use],
    ) -> Option<Vec<Found>> {
        let first_amount = self.money.first()?.0;
        let before = |i: &usize| grid.cells[*i].col < first_amount;
        let mut labels: Vec<(usize, FieldDef)> = cells
            .iter()
            .copied()
            .filter(before)
            .filter_map(|i| match sign(&grid.cells[i].text, lexicon) {
                Sign::Label(field) if field.kind != FieldKind::Text => Some((i, field.clone())),
                Sign::Pairs(pairs) => pairs.first().map(|pair| (i, pair.field.clone())),
                _ => None,
            })
            .collect();
        if labels.is_empty() {
            labels.extend(self.unlabelled(grid, cells, first_amount, lexicon));
        }
        let Some((label, field)) = labels.into_iter().next() else {
            self.money.clear();
            return None;
        };
        let label_text = clean::one_line(&grid.cells[label].text);
        let mut found = Vec::new();
        for &i in cells {
            let cell = &grid.cells[i];
            let column = self.money.iter().find(|(start, end, _)| cell.col >= *start && cell.col <= *end);
            if let Some(&(_, _, role)) = column {
                uses[i] = Use::Field(format!("{}.{role}", field.name));
                found.push(Found {
                    field: field.clone(),
                    column: Some(role),
                    label: label_text.clone(),
                    value: cell.text.clone(),
                    place: Place::of(grid.table_no, row, cell.col),
                });
            } else if i == label || !matches!(sign(&cell.text, lexicon), Sign::Value) {
                uses[i] = label_use(&cell.text, lexicon);
            }
        }
        Some(found)
    }

    /// A row of amounts whose label is none that is known, or that has none at all: then it is the total.
    fn unlabelled(
        &self,
        grid: &Grid,
        cells: &[usize],
        first_amount: usize,
        lexicon: &Lexicon,
    ) -> Option<(usize, FieldDef)> {
        let under = |i: &usize| self.money.iter().any(|(start, end, _)| (*start..=*end).contains(&grid.cells[*i].col));
        let values = cells.iter().filter(|i| under(i)).count();
        let unknown: Vec<usize> = cells.iter().copied().filter(|i| !under(i)).collect();
        let numeric = |i: &&usize| grid.cells[**i].text.chars().any(|c| text::fold_width(c).is_ascii_digit());
        if values < 2 || cells.iter().filter(|i| under(i)).filter(numeric).count() * 2 < values {
            return None;
        }
        match unknown[..] {
            [] => {
                let total = lexicon.field_defs.iter().find(|def| def.form == Some("budget_total"))?;
                let row = grid.cells[*cells.first()?].row;
                // The label is the heading's own group label, left of the amounts, or else the first head above.
                let group = grid.at(row, first_amount.saturating_sub(1)).filter(|&i| !grid.cells[i].is_blank());
                Some((group.or_else(|| grid.at(row.checked_sub(1)?, first_amount))?, total.clone()))
            }
            [label]
                if grid.cells[label].col < first_amount && grid.cells[label].text.chars().any(char::is_alphabetic) =>
            {
                Some((label, FieldDef { name: "other_amount".to_owned(), form: None, kind: FieldKind::Money }))
            }
            _ => None,
        }
    }

    /// A row of nothing but adjoining field labels: they head the cells below.
    fn field_heads(&mut self, grid: &Grid, row: usize, cells: &[usize], lexicon: &Lexicon, uses: &mut [Use]) -> bool {
        let is_label = |&i: &usize| matches!(sign(&grid.cells[i].text, lexicon), Sign::Label(_));
        let heads: Vec<usize> = cells.iter().copied().filter(|i| is_label(i) && grid.cells[*i].rowspan == 1).collect();
        let rest: Vec<usize> = cells.iter().copied().filter(|i| !heads.contains(i)).collect();
        let rest_are_spines = rest.iter().all(|&i| {
            (grid.cells[i].rowspan > 1 || heads.first().is_some_and(|&head| grid.cells[i].col < grid.cells[head].col))
                && !matches!(sign(&grid.cells[i].text, lexicon), Sign::Value | Sign::Pairs(_))
        });
        let adjoining = heads.windows(2).all(|pair| {
            let left = &grid.cells[pair[0]];
            left.col + left.colspan == grid.cells[pair[1]].col
        });
        if heads.len() < 2 || !rest_are_spines || !adjoining || row + 1 >= grid.rows {
            return false;
        }
        let below_labelled = heads.iter().filter(|&&i| {
            let cell = &grid.cells[i];
            grid.cell(row + 1, cell.col)
                .is_some_and(|c| !c.is_blank() && !matches!(sign(&c.text, lexicon), Sign::Value))
        });
        if below_labelled.count() > 0 {
            return false;
        }
        if let [left, right] = heads[..]
            && let (Sign::Label(field), Sign::Label(own)) =
                (sign(&grid.cells[left].text, lexicon), sign(&grid.cells[right].text, lexicon))
            && is_value(grid, &grid.cells[right], own, Some(&(field.clone(), grid.cells[left].text.clone())))
        {
            return false;
        }
        for &i in &rest {
            uses[i] = label_use(&grid.cells[i].text, lexicon);
        }
        self.heads.clear();
        for &i in &heads {
            let cell = &grid.cells[i];
            uses[i] = label_use(&cell.text, lexicon);
            if let Sign::Label(field) = sign(&cell.text, lexicon) {
                self.heads.push((cell.col, cell.col + cell.colspan - 1, field.clone(), cell.text.clone()));
            }
        }
        true
    }

    /// Labels and values side by side, or values under open heads.
    fn labels(&mut self, grid: &Grid, cells: &[usize], lexicon: &Lexicon, uses: &mut [Use]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut current: Option<(FieldDef, String)> = None;
        let labelled = cells.iter().any(|&i| {
            let cell = &grid.cells[i];
            !matches!(sign(&cell.text, lexicon), Sign::Value)
                && !self.heads.iter().any(|h| h.0 == cell.col)
                && !repeats(grid, cell)
        });
        if labelled {
            self.heads.clear();
        }
        let mut sum = self.sum(grid, cells, lexicon);
        for &i in cells {
            let cell = &grid.cells[i];
            let place = Place::of(grid.table_no, cell.row, cell.col);
            if let Some(below) = self.below_head(grid, cell, &mut sum) {
                uses[i] = Use::Field(below.last().map(|found| found.field.name.clone()).unwrap_or_default());
                found.extend(below);
                continue;
            }
            match sign(&cell.text, lexicon) {
                Sign::Pairs(pairs) => {
                    uses[i] = Use::Field(pairs.first().map(|p| p.field.name.clone()).unwrap_or_default());
                    let last = pairs.last().filter(|pair| text::fold(&pair.value).is_empty());
                    current = last.map(|pair| (pair.field.clone(), pair.label.clone()));
                    found.extend(pairs.into_iter().map(|pair| Found {
                        field: pair.field.clone(),
                        column: None,
                        label: pair.label,
                        value: pair.value,
                        place,
                    }));
                }
                Sign::Label(own) if is_value(grid, cell, own, current.as_ref()) => {
                    let Some((field, label)) = current.clone() else { continue };
                    uses[i] = Use::Field(field.name.clone());
                    found.push(Found { field, column: None, label, value: cell.text.clone(), place });
                }
                Sign::Label(field) => {
                    uses[i] = Use::Label(field.name.clone());
                    current = Some((field.clone(), cell.text.clone()));
                    if cell.rowspan > 1 {
                        let (last, after) = (cell.row + cell.rowspan - 1, cell.col + cell.colspan);
                        self.open = Some((last, after, field.clone(), cell.text.clone()));
                    }
                }
                Sign::Caption => {
                    uses[i] = label_use(&cell.text, lexicon);
                    current = None;
                }
                Sign::Value => {
                    let Some((field, label)) = current.clone().or_else(|| self.open_field(cell.row, cell.col)) else {
                        continue;
                    };
                    uses[i] = Use::Field(field.name.clone());
                    found.push(Found { field, column: None, label, value: cell.text.clone(), place });
                }
            }
        }
        found
    }

    /// The field of the form's total, where a row below open heads is the sum of those above it.
    fn sum(&self, grid: &Grid, cells: &[usize], lexicon: &Lexicon) -> Option<FieldDef> {
        let first = cells.first().map(|&i| text::key(&grid.cells[i].text))?;
        lexicon.totals.get(&first)?;
        lexicon.field_defs.iter().find(|def| def.form == Some("budget_total")).cloned()
    }

    /// What a cell below an open head says; `None` where there is none over it. The first amount of a sum's row is the
    /// form's total too.
    fn below_head(&self, grid: &Grid, cell: &Cell, sum: &mut Option<FieldDef>) -> Option<Vec<Found>> {
        let (.., field, label) = self.heads.iter().find(|(start, end, ..)| (*start..=*end).contains(&cell.col))?;
        let is_money = |field: &FieldDef| field.kind == FieldKind::Money && field.form.is_some();
        // One of several rows below a single head is no amount of the whole form; several heads stand over one row.
        let is_matrix = self.heads.iter().filter(|(.., field, _)| is_money(field)).count() > 1;
        let form = field.form.filter(|_| field.kind == FieldKind::Text || is_matrix);
        let total = if field.kind == FieldKind::Money { sum.take() } else { None };
        let fields = total.into_iter().chain([FieldDef { form, ..field.clone() }]);
        let found = fields.map(|field| Found {
            field,
            column: None,
            label: label.clone(),
            value: cell.text.clone(),
            place: Place::of(grid.table_no, cell.row, cell.col),
        });
        Some(found.collect())
    }

    fn open_field(&self, row: usize, col: usize) -> Option<(FieldDef, String)> {
        let (last, after, field, label) = self.open.as_ref()?;
        (row <= *last && col >= *after).then(|| (field.clone(), label.clone()))
    }
}

/// True for a cell that says what the one above it says: a label printed in each row of its span.
fn repeats(grid: &Grid, cell: &Cell) -> bool {
    let above = cell.row.checked_sub(1).and_then(|row| grid.cell(row, cell.col));
    above.is_some_and(|above| (above.col, above.colspan) == (cell.col, cell.colspan) && above.text == cell.text)
}

/// True for a label's text that stands where a value must: the row's last cell, next to a label of a text (资金性质
/// beside 一般公共预算).
fn is_value(grid: &Grid, cell: &Cell, own: &FieldDef, current: Option<&(FieldDef, String)>) -> bool {
    let Some((field, label)) = current else { return false };
    let left = cell.col.checked_sub(1).and_then(|col| grid.cell(cell.row, col));
    let below = grid.cell(cell.row + cell.rowspan, cell.col);
    let is_amount = |cell: &Cell| cell.text.chars().any(|c| text::fold_width(c).is_ascii_digit());
    (field.kind, own.kind) == (FieldKind::Text, FieldKind::Money)
        && !below.is_some_and(is_amount)
        && !grid.inferred
        && cell.rowspan == 1
        && cell.col + cell.colspan == grid.cols
        && left.is_some_and(|left| left.text == *label && left.row == cell.row && left.rowspan == 1)
}

fn label_use(raw: &str, lexicon: &Lexicon) -> Use {
    match sign(raw, lexicon) {
        Sign::Label(field) => Use::Label(field.name.clone()),
        Sign::Pairs(pairs) => Use::Label(pairs.first().map(|p| p.field.name.clone()).unwrap_or_default()),
        Sign::Caption | Sign::Value => Use::Label("caption".to_owned()),
    }
}

/// The labelled values of a paragraph outside tables.
pub fn running_text(raw: &str, lexicon: &Lexicon) -> Vec<Found> {
    let found = |pair: inline::Pair<'_>| Found {
        field: pair.field.clone(),
        column: None,
        label: pair.label,
        value: pair.value,
        place: Place::default(),
    };
    inline::pairs(raw, lexicon).unwrap_or_default().into_iter().map(found).collect()
}
