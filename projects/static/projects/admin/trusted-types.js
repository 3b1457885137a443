// The first script of every admin page. The admin's jQuery assigns HTML strings, which `require-trusted-types-for` refuses.
// This default policy lets such a string through only as what the admin's widgets are made of: plain elements with
// plain attributes. Scripts and script addresses get no policy, so they stay refused.
"use strict";

if (globalThis.trustedTypes) {
  const ELEMENTS = new Set(
    (
      "A B BR BUTTON DIV EM FIELDSET H1 H2 H3 I INPUT LABEL LI OL OPTGROUP OPTION P SELECT SMALL SPAN STRONG " +
      "TABLE TBODY TD TEXTAREA TFOOT TH THEAD TR UL"
    ).split(" "),
  );
  const ATTRIBUTES = new Set(
    (
      "autocapitalize autocomplete autocorrect checked class cols colspan dir disabled for hidden href id lang max " +
      "maxlength min multiple name placeholder readonly required role rows rowspan selected size spellcheck step " +
      "tabindex title type value"
    ).split(" "),
  );
  const PREFIXES = ["aria-", "data-"];

  // Only for parsing into a <template> of a document that is shown nowhere: nothing loads there and nothing runs.
  const parsing = trustedTypes.createPolicy("admin-parsing", { createHTML: (text) => text });

  const leadsToAPage = (address) =>
    URL.canParse(address, location.href) && /^https?:$/.test(new URL(address, location.href).protocol);

  const isPlain = ({ name, value }) =>
    (ATTRIBUTES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix))) &&
    (name !== "href" || leadsToAPage(value));

  function sanitise(text) {
    const html = parsing.createHTML(`<template>${text}</template>`);
    const template = new DOMParser().parseFromString(html, "text/html").querySelector("template");
    for (const element of template.content.querySelectorAll("*")) {
      // A form's inputs can stand in for its own properties, so it is asked for none.
      if (element instanceof HTMLFormElement) {
        Element.prototype.remove.call(element);
        continue;
      }
      if (!ELEMENTS.has(element.tagName)) element.remove();
      for (const attribute of [...element.attributes]) {
        if (!isPlain(attribute)) element.removeAttribute(attribute.name);
      }
    }
    return template.innerHTML;
  }

  trustedTypes.createPolicy("default", { createHTML: sanitise });
}
