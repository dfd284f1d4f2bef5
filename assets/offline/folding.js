/** Text as it is searched: "Đỗ Thị Ánh" → "do thi anh". đ has no decomposition, so it goes first. */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/đ/g, "d")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
