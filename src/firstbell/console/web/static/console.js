// Comfort only: every page works without this file.
"use strict";
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "copied";
    } catch {
      button.textContent = "select it and copy by hand";
    }
    setTimeout(() => { button.textContent = "copy"; }, 2000);
  });
}
