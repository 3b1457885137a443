// Where the pictures of a film are: a document names them by their ids alone.

/** @param folder the address that all of them begin with */
export const addressesIn = (folder) => (id) => `${folder}${id}/`;

/** The same for an element, whose `data-assets` may be set later. */
export const addressesOf = (element) => (id) => `${element.dataset.assets ?? ""}${id}/`;
