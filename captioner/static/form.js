/** A form that came back: take the keyboard to the list of what is wrong. */
document.getElementById("errors")?.focus();
