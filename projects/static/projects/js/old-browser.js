// A classic script in the words of 2010: it says so where the page cannot work. In a browser that knows no import map, no
// module of ours runs, and nothing else could say it.
(function () {
  "use strict";

  var OLD =
    "This browser is too old for this page: it would not show the conversation. Please use Safari 16.4, Firefox 140, " +
    "Chrome or Edge 111, or a newer one.";
  var LOST = "A part of this page did not load. Reload it: nothing is lost.";

  function isOld() {
    var supports = window.HTMLScriptElement && HTMLScriptElement.supports;
    if (!supports || !HTMLScriptElement.supports("importmap")) return true;
    return !(window.CSS && CSS.supports && CSS.supports("selector(:has(a))") && CSS.supports("color", "color-mix(in srgb, red, blue)"));
  }

  function showNotice(sentence) {
    var notice = document.createElement("p");
    notice.className = "page-notice";
    notice.setAttribute("role", "alert");
    notice.appendChild(document.createTextNode(sentence));
    document.body.insertBefore(notice, document.body.firstChild);
    var loading = document.querySelector("[data-role=loading]");
    if (loading) loading.setAttribute("hidden", "");
  }

  if (isOld()) showNotice(OLD);
  else {
    // A module that the page begins with, or one that it imports, was lost on the way.
    document.addEventListener("error", function (event) {
      if (event.target instanceof HTMLScriptElement) showNotice(LOST);
    }, true);
  }
})();
