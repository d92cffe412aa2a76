"""What the newsroom does about answers: `editing` corrects them, `erasing` erases what residents typed.

They are imported by their own names: erasing needs no model, editing loads one.
"""
