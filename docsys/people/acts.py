"""What the acts in the log are called on a page. Rooms add theirs as `services["act_labels"]`."""

LABELS = {
    "people.log_in": "登录",
    "people.log_out": "退出",
    "people.end_session": "结束自己的会话",
    "people.change_password": "修改密码",
    "people.reset_password": "重置密码",
    "people.create_user": "建立账户",
    "people.rename_user": "更正姓名工号",
    "people.switch_user": "停用或启用账户",
    "people.assign": "增加岗位",
    "people.unassign": "移除岗位",
    "people.grant": "授予角色",
    "people.revoke": "撤销角色",
    "people.add_unit": "增加单位",
    "people.change_unit": "修改单位",
    "people.confirm_unit": "确认单位",
    "people.switch_unit": "停用或启用单位",
    "people.add_department": "增加部门",
    "people.switch_department": "停用或启用部门",
    "people.add_post": "增加岗位名称",
    "people.switch_post": "停用或启用岗位",
}
