// What a person types or pastes, without what nobody means to send: text copied out of a PDF or a terminal may hold NUL
// and other control characters, or half of a surrogate pair. Tabs and line breaks stay.

const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

export const typedText = (text) => text.toWellFormed().replace(CONTROLS, "");
