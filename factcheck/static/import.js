// Pasted words keep their links and notes: what the program they come from put on the clipboard as
// HTML goes along with the plain words, as long as these are all of the copy.
document.addEventListener("DOMContentLoaded", () => {
  const copy = document.querySelector("textarea[name=text]");
  const html = document.querySelector("input[name=html]");
  if (!copy || !html) return;
  copy.addEventListener("paste", (event) => {
    const whole = copy.value.trim() === "" || copy.selectionEnd - copy.selectionStart === copy.value.length;
    html.value = whole ? event.clipboardData.getData("text/html") : "";
  });
  copy.addEventListener("input", (event) => {
    if (event.inputType !== "insertFromPaste") html.value = "";
  });
});
