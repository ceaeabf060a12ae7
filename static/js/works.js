/* Shows how far works in the background have come without loading the page anew.
 * Without a script the page does that by itself.
 */
(() => {
  "use strict";

  const here = () => document.getElementById("works");
  const said = () => document.getElementById("works-said");

  const show = (page) => {
    const focused = document.activeElement?.closest("#works section");
    const name = focused?.getAttribute("aria-labelledby");
    const kind = document.activeElement?.tagName;
    here().replaceWith(page.getElementById("works"));
    if (name) {
      here().querySelector(`[aria-labelledby="${name}"] ${kind}`)?.focus();
    }
    const text = page.getElementById("works-said").textContent;
    // said aloud only when there is something new to say
    if (said().textContent !== text) said().textContent = text;
  };

  const look = async () => {
    try {
      const response = await fetch(location.href, { redirect: "error" });
      if (!response.ok) throw new Error(response.status);
      show(new DOMParser().parseFromString(await response.text(), "text/html"));
    } catch {
      // the server may be starting anew: the next look finds it
    }
    again();
  };

  const again = () => {
    if ("underWay" in here().dataset) {
      setTimeout(look, Math.max(1, Number(here().dataset.seconds)) * 500);
    }
  };

  again();
})();
