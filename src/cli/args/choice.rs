//! Closed sets of the library as values of flags. Their words and their order are the library's.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use strum::{EnumMessage, VariantArray};

/// A closed set whose members have one word each.
pub(crate) trait WordSet:
    VariantArray + Copy + Into<&'static str> + Send + Sync + 'static
{
}

impl<T: VariantArray + Copy + Into<&'static str> + Send + Sync + 'static> WordSet for T {}

/// Takes the word of a member.
pub(crate) fn one_of<T: WordSet>() -> impl TypedValueParser<Value = T> {
    parser(|_: T| None)
}

/// The same, and `--help` describes each member: by its message where it has one, and nothing where that is empty;
/// else by the first line of its documentation.
pub(crate) fn one_of_described<T: WordSet + EnumMessage>() -> impl TypedValueParser<Value = T> {
    parser(|member: T| {
        let documented = || Some(member.get_documentation()?.lines().next()?.trim_end_matches('.'));
        member.get_message().or_else(documented).filter(|help| !help.is_empty())
    })
}

fn parser<T: WordSet>(describe: fn(T) -> Option<&'static str>) -> impl TypedValueParser<Value = T> {
    let values = T::VARIANTS.iter().map(|member| {
        let value = PossibleValue::new(Into::<&'static str>::into(*member));
        match describe(*member) {
            Some(help) => value.help(help),
            None => value,
        }
    });
    PossibleValuesParser::new(values).try_map(|word| {
        let mut members = T::VARIANTS.iter().copied();
        // Other words are refused before.
        members
            .find(|member| Into::<&'static str>::into(*member) == word)
            .ok_or("this value is not known")
    })
}

#[cfg(test)]
mod tests {
    use citegraph::graph::Level;
    use clap::{Arg, Command};

    use super::*;

    #[test]
    fn members_are_taken_by_their_words() {
        let command = Command::new("a").arg(Arg::new("level").value_parser(one_of::<Level>()));
        for level in Level::ALL {
            let found = command.clone().try_get_matches_from(["a", level.name()]);
            let found = found.expect("a word of the set");
            assert_eq!(found.get_one::<Level>("level"), Some(level));
        }
        assert!(command.try_get_matches_from(["a", "Level"]).is_err());
    }

    #[test]
    fn a_description_is_one_line_without_its_period() {
        let described = one_of_described::<Level>();
        let helps = described.possible_values().expect("a closed set");
        let helps: Vec<Option<String>> =
            helps.map(|value| value.get_help().map(ToString::to_string)).collect();
        let article = "An article of the corpus, identified by its address (origin)";
        assert_eq!(helps[0].as_deref(), Some(article));
        assert_eq!(helps[3], None, "the message of a host is empty");
        assert_eq!(helps.iter().flatten().count(), Level::ALL.len() - 1);
        let plain = one_of::<Level>();
        let mut plain = plain.possible_values().expect("a closed set");
        assert!(plain.all(|value| value.get_help().is_none()));
    }
}
