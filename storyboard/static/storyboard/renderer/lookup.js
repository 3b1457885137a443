// The name is a document's: what is not in the table itself (`__proto__` is not) is what `otherwise` names.

export const lookup = (table, name, otherwise) => table[Object.hasOwn(table, name) ? name : otherwise];
