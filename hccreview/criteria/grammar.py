"""The grammar of the criterion language, for Lark's LALR parser."""

GRAMMAR = r"""
start: disjunction
?disjunction: conjunction ("or" conjunction)*
?conjunction: negation ("and" negation)*
?negation: "not" negation -> negated
    | primary
    | primary "provided" negation -> provided
?primary: "(" disjunction ")" qualifiers? -> group
    | operand OPERATOR limit qualifiers? -> comparison
    | operand "in" words qualifiers? -> membership
    | operand "includes" words qualifiers? -> inclusion
    | NAME qualifiers? -> flag
    | "some" NAME timing? where? -> some
    | "no" NAME timing? where? -> none
    | "recorded" NAME timing? where? -> recorded
    | timing -> during
    | "readings" NAME "{" reading (";" reading)* ";"? "}" -> readings
    | "sampled" "{" NAME ("," NAME)* "}" qualifiers -> sampled
    | "criterion" NAME -> criterion
    | "arm" "in" words -> arm

where: "where" "(" disjunction ")"
reading: NAME ":" disjunction

operand: NAME -> field
    | "count" "(" NAME where? ")" -> count
    | "count" "(" "distinct" NAME "of" NAME where? ")" -> count_distinct
    | "max" "(" NAME "of" NAME where? ")" -> largest
    | "min" "(" NAME "of" NAME where? ")" -> smallest

limit: NUMBER LIMIT -> multiple
    | NUMBER UNIT? -> amount
    | "{" NUMBER UNIT ("," NUMBER UNIT)+ "}" -> by_unit
    | NAME -> word
    | STRING -> word

words: "{" value ("," value)* "}"
    | value
value: NAME | STRING | NUMBER

qualifiers: window uncorrected?
    | uncorrected
window: "within" period anchor?
uncorrected: "uncorrected" "for" period
timing: "within" period anchor? -> lately
    | "for" period "within" period anchor? -> lasting
anchor: "before" NAME
period: NUMBER PERIOD

OPERATOR: "<=" | ">=" | "!=" | "<" | ">" | "="
LIMIT.2: "ULN" | "LLN"
PERIOD.2: /(day|week|month|year)s?\b/
NAME: /[A-Za-z][A-Za-z0-9_]*/
NUMBER: /\d+(\.\d+)?/
UNIT: /'[^'\n]*'/
STRING: /"[^"\n]*"/
COMMENT: /#[^\n]*/
%ignore /\s+/
%ignore COMMENT
"""
