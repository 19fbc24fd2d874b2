//! The forms of new destinations, one for each kind.

use leptos::prelude::*;
use messaging::model::{ChannelKind, ChannelLevel};
use ui::words::{t, t_code};
use ui::{Button, ButtonKind, Choice, Field, FormFault, IntoPlain, Panel, Select};

use crate::context::{FormState, use_form};

/// Everything that can be added. A form that came back stands open.
pub(super) fn forms() -> AnyView {
    let forms = ChannelKind::ALL.into_iter().map(form).collect_view();
    view! {
        <Panel id="channel-add" title=t("channels-add")>
            <div class="account-body">{forms}</div>
        </Panel>
    }
    .plain()
}

/// What a kind asks for besides a name, and how the words of its provider begin.
fn inputs(kind: ChannelKind) -> (&'static str, &'static [&'static str]) {
    match kind {
        ChannelKind::Telegram => ("telegram", &["token", "chat"]),
        ChannelKind::Webhook => ("webhook", &["url"]),
        ChannelKind::TwilioSms => ("twilio", &["account", "token", "from", "to"]),
        ChannelKind::TwilioWhatsapp => ("twilio", &["account", "token", "from", "to", "template"]),
        ChannelKind::MetaWhatsapp => ("meta", &["account", "token", "to", "template", "language"]),
    }
}

/// The form's name, by which the server sends it back.
fn form_name(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Telegram => "channel-telegram",
        ChannelKind::Webhook => "channel-webhook",
        ChannelKind::TwilioSms => "channel-twilio_sms",
        ChannelKind::TwilioWhatsapp => "channel-twilio_whatsapp",
        ChannelKind::MetaWhatsapp => "channel-meta_whatsapp",
    }
}

fn form(kind: ChannelKind) -> AnyView {
    let form = form_name(kind);
    let state = use_form(form);
    let (provider, fields) = inputs(kind);
    let label = move |field: &str| match field {
        "name" => Some(t("channel-name")),
        "level" => Some(t("channel-level")),
        field if fields.contains(&field) => Some(t_code("channel-label", &format!("{provider}-{field}"))),
        _ => None,
    };
    let came_back = !state.errors.is_empty();
    let labelled = state.labelled_at(|field| label(field).map(|label| (format!("{form}-{field}"), label)));
    let shown = fields.iter().map(|field| input(form, provider, field, &state)).collect_view();
    let levels = [ChannelLevel::All, ChannelLevel::Red].map(|level| Choice::new(level.as_str(), t_code("channel-level", level.as_str()))).to_vec();
    view! {
        <details class="more" open=came_back>
            <summary>{t_code("channel-kind", kind.as_str())}</summary>
            <form method="post" action="/settings/channels" class="form">
                <FormFault notice=state.whole() faults=labelled />
                <input type="hidden" name="kind" value=kind.as_str() />
                <Field
                    name="name"
                    id=format!("{form}-name")
                    label=t("channel-name")
                    value=state.value("name", "")
                    help=Some(t("channel-name-help"))
                    faults=state.errors.clone()
                    required=true
                />
                {shown}
                <Select
                    name="level"
                    id=format!("{form}-level")
                    label=t("channel-level")
                    choices=levels
                    value=state.value("level", "all")
                    faults=state.errors.clone()
                />
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary text=t("channel-save") />
                </div>
            </form>
        </details>
    }
    .plain()
}

fn input(form: &str, provider: &str, field: &'static str, state: &FormState) -> AnyView {
    let words = format!("{provider}-{field}");
    let kind = match field {
        "token" => "password",
        "to" => "tel",
        "url" => "url",
        _ => "text",
    };
    view! {
        <Field
            name=field
            id=format!("{form}-{field}")
            kind
            label=t_code("channel-label", &words)
            value=state.value(field, "")
            help=Some(t_code("channel-help", &words))
            faults=state.errors.clone()
            required=true
        />
    }
    .plain()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_has_words_and_every_form_its_name() {
        for kind in ChannelKind::ALL {
            assert_eq!(form_name(kind), format!("channel-{}", kind.as_str()));
            let (provider, fields) = inputs(kind);
            for field in fields {
                for family in ["channel-label", "channel-help"] {
                    assert_ne!(t_code(family, &format!("{provider}-{field}")), t_code(family, "no such input"), "{provider}-{field}");
                }
            }
        }
    }
}
