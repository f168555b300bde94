//! The roles that an indicator block's columns may have: `[columns]` of a mapping names them.

use std::fmt;

macro_rules! cores {
    ($($(#[$what:meta])* $variant:ident $name:literal,)*) => {
        /// A role of the indicators table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Core {
            $($(#[$what])* $variant,)*
        }

        /// The names of all roles, as mappings write them.
        pub const ROLES: &[&str] = &[$($name),*];

        impl Core {
            /// All roles. Where two of them fill one column of the indicators table, the later one tells its place.
            pub const ALL: &[Core] = &[$(Self::$variant),*];
        }
    };
}

cores! {
    /// 一级指标.
    Level1 "level1",
    /// 二级指标.
    Level2 "level2",
    /// 三级指标: the indicator's name.
    Level3 "level3",
    /// A fourth level: the name, where level 3 is its parent.
    Level4 "level4",
    /// What the indicator is about, where it has no name.
    Content "content",
    /// 指标值.
    Target "target",
    /// The target for the project's life, beside that of the year.
    TargetLifetime "target_lifetime",
    /// The target's sign: ≥.
    Comparator "comparator",
    /// The target's unit.
    Unit "unit",
    /// 分值.
    Weight "weight",
    /// 实际完成值.
    Actual "actual",
    /// 得分.
    Score "score",
    /// 偏差原因.
    Deviation "deviation",
    /// 评分规则.
    ScoringRule "scoring_rule",
    /// 评价标准.
    Standard "standard",
    /// 指标解释.
    Explanation "explanation",
    /// 备注.
    Note "note",
    /// Whether more is better.
    Direction "direction",
    /// 序号: says nothing.
    Number "number",
    /// Many indicators in one cell.
    Packed "packed",
}

impl Core {
    /// The role of a name.
    pub fn of(name: &str) -> Option<Self> {
        ROLES.iter().zip(Self::ALL).find(|(role, _)| **role == name).map(|(_, &core)| core)
    }

    /// The name, as mappings write it.
    pub fn name(self) -> &'static str {
        ROLES.get(self as usize).copied().unwrap_or_default()
    }
}

impl fmt::Display for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of roles.
#[derive(Debug, Clone, Copy, Default)]
pub struct Roles(u32);

impl Roles {
    /// Adds a role.
    pub fn add(&mut self, role: Core) {
        self.0 |= 1 << role as u32;
    }

    /// True where the role was added.
    pub fn has(self, role: Core) -> bool {
        self.0 & 1 << role as u32 != 0
    }
}

/// The cells of one row by role, each role's from left to right.
#[derive(Debug, Clone, Default)]
pub struct RoleCells {
    cells: Vec<(Core, usize)>,
    /// The roles that cells may have: most roles have none.
    roles: Roles,
}

impl RoleCells {
    /// None, with room for so many.
    pub fn with_capacity(cells: usize) -> Self {
        Self { cells: Vec::with_capacity(cells), roles: Roles::default() }
    }

    /// Adds a cell right of those there are.
    pub fn put(&mut self, role: Core, cell: usize) {
        self.roles.add(role);
        self.cells.push((role, cell));
    }

    /// The cells of a role.
    pub fn of(&self, role: Core) -> impl Iterator<Item = usize> {
        let cells = if self.roles.has(role) { self.cells.as_slice() } else { &[] };
        cells.iter().filter(move |(of, _)| *of == role).map(|&(_, cell)| cell)
    }

    /// The first cell of a role.
    pub fn first(&self, role: Core) -> Option<usize> {
        self.of(role).next()
    }

    /// True where a role has a cell.
    pub fn has(&self, role: Core) -> bool {
        self.first(role).is_some()
    }

    /// True where one of these roles has a cell.
    pub fn have(&self, roles: &[Core]) -> bool {
        roles.iter().any(|&role| self.has(role))
    }

    /// Every cell with its role.
    pub fn iter(&self) -> impl Iterator<Item = (Core, usize)> {
        self.cells.iter().copied()
    }

    /// Takes cells of a role out and gives them.
    pub fn take(&mut self, role: Core, which: impl Fn(usize) -> bool) -> Vec<usize> {
        self.cells.extract_if(.., |(of, cell)| *of == role && which(*cell)).map(|(_, cell)| cell).collect()
    }

    /// Gives the cells of one role to another.
    pub fn rename(&mut self, role: Core, other: Core) {
        self.roles.add(other);
        self.cells.iter_mut().filter(|(of, _)| *of == role).for_each(|(of, _)| *of = other);
    }
}
