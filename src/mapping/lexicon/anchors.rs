//! The labels on which exports without cell marks are anchored.

use std::collections::BTreeSet;

use super::{Lexicon, Role};
use crate::mapping::role::Core;
use crate::mapping::schema::FieldKind;
use crate::model::Anchors;

impl Lexicon {
    /// The labels by kind, for anchoring exports without cell marks; titles are known elsewhere.
    pub fn anchors(&self) -> Anchors {
        let mut keys = Anchors::default();
        for (key, role) in self.columns.keys(&self.symbols).filter(|(key, _)| !key.contains('/')) {
            if let Role::Core(Core::Level1 | Core::Level2 | Core::Level3) = role {
                keys.levels.insert(key.clone());
            }
            if *role == Role::Core(Core::Content) {
                keys.contents.insert(key.clone());
            }
            match role {
                Role::Core(Core::Level3 | Core::Level4 | Core::Content) => _ = keys.names.insert(key.clone()),
                Role::Core(Core::Target | Core::TargetLifetime) => _ = keys.targets.insert(key.clone()),
                Role::Core(Core::Weight | Core::Score) => _ = keys.points.insert(key.clone()),
                _ => {}
            }
            keys.columns.insert(key.clone());
        }
        keys.amounts.extend(self.money_columns.keys(&self.symbols).map(|(key, _)| key.clone()));
        for (key, index) in self.fields.keys(&self.symbols) {
            let Some(def) = self.field_defs.get(*index) else { continue };
            if def.kind == FieldKind::Contact {
                keys.footers.insert(key.clone());
                continue;
            }
            keys.fields.insert(key.clone());
            let is_name = matches!(def.form, Some("project" | "department" | "region"));
            if is_name || def.kind != FieldKind::Text {
                keys.single.insert(key.clone());
            }
        }
        keys.totals.extend(self.totals.keys(&self.symbols).map(|(key, ())| key.clone()));
        keys.fields.extend(self.captions.keys(&self.symbols).map(|(key, _)| key.clone()));
        let second: BTreeSet<&String> = self.level2.keys(&self.symbols).map(|(name, _)| name).collect();
        let first = self.level1.keys(&self.symbols).map(|(name, _)| name);
        for name in first.chain(second.iter().copied()) {
            let suffixes = self.trimmings.level_suffixes.iter().map(|suffix| format!("{name}{suffix}"));
            for spelt in std::iter::once(name.clone()).chain(suffixes) {
                if !second.contains(name) {
                    keys.first_level_names.insert(spelt.clone());
                }
                keys.level_names.insert(spelt);
            }
        }
        keys
    }
}
