// Picks by a name that a document gives: what is not in the table itself (`__proto__` is not) is what `otherwise` names.

export const choose = (table, name, otherwise) => table[Object.hasOwn(table, name) ? name : otherwise];
