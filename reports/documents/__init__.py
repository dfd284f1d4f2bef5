"""Official documents in the form of Nghị định 30/2020/NĐ-CP: one content, set as .docx, as PDF and on the page.

Their words stand here in Vietnamese on purpose: an official document has one language, whatever its officer reads.
"""
